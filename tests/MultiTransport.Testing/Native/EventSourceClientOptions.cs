namespace MultiTransport.Testing;

public sealed record EventSourceClientOptions
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Waits as long as the server's <c>retry:</c> says (a browser's 3 s before the first); false reconnects at once.</summary>
    public bool HonourRetry { get; init; } = true;

    /// <summary>Where to resume from the start, as after a reload of the page with <c>?after=</c> in the address this stays "".</summary>
    public string LastEventId { get; init; } = "";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
