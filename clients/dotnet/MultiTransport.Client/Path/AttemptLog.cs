namespace MultiTransport.Client;

/// <summary>The last tries, and what each one cost; may be read from any thread.</summary>
internal sealed class AttemptLog(SessionCore core)
{
    private const int Most = 50;

    private volatile TransportAttempt[] _all = [];

    public IReadOnlyList<TransportAttempt> All => _all;

    public TransportAttempt Add(string transport, string mode, TimeSpan took, string verdict, string reason = "", string detail = "")
    {
        var attempt = new TransportAttempt
        {
            Transport = transport,
            Mode = mode,
            At = core.Time.GetUtcNow() - took,
            Took = took,
            Verdict = verdict,
            Reason = reason,
            Detail = detail,
        };
        var all = _all;
        _all = [.. all.Length < Most ? all : all[1..], attempt];
        core.Callbacks.Post(() => core.Events.AttemptEnded(attempt));
        return attempt;
    }

    /// <summary>The server told how it arrived.</summary>
    public void Arrived(TransportAttempt attempt, HandshakeArrival arrival) =>
        _all = [.. _all.Select(one => ReferenceEquals(one, attempt) ? one with { Arrived = arrival } : one)];
}
