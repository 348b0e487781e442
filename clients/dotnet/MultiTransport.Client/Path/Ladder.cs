namespace MultiTransport.Client;

/// <summary>The rungs that client and server both have, best first.</summary>
internal sealed class Ladder(IEnumerable<string> rungs)
{
    private readonly string[] _rungs = [.. rungs];

    public IReadOnlyList<string> Rungs => _rungs;

    /// <summary>The rung that is taken without proof: a poll, or the lowest there is.</summary>
    public string Floor =>
        Has(Protocol.TransportNames.LongPolling) ? Protocol.TransportNames.LongPolling
        : Has(Protocol.TransportNames.ShortPolling) ? Protocol.TransportNames.ShortPolling
        : _rungs[^1];

    public bool Has(string rung) => Array.IndexOf(_rungs, rung) >= 0;

    /// <summary>The better ones, best first; all of them where nothing is active.</summary>
    public IEnumerable<string> Above(string? active) => active is null ? _rungs : _rungs.TakeWhile(rung => rung != active);

    public bool IsAbove(string rung, string? other) => other is null || Array.IndexOf(_rungs, rung) < Array.IndexOf(_rungs, other);
}
