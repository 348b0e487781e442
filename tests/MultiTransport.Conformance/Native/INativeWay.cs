namespace MultiTransport.Conformance.Native;

/// <summary>One native way to talk to an endpoint, as the scenarios use it.</summary>
internal interface INativeWay : IAsyncDisposable
{
    Task OpenAsync(Uri address);

    Task SendAsync(string text);

    Task<string> NextTextAsync();

    /// <summary>Loses the connection and comes back at the place where it stood, if this way can.</summary>
    Task ReopenAsync();
}
