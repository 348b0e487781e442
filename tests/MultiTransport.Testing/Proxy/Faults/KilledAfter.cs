namespace MultiTransport.Testing;

/// <summary>Every connection dies a fixed time after it was accepted, whatever it carries: address translators and restarting edges.</summary>
/// <param name="Age">How old it gets.</param>
/// <param name="Kind">How it dies.</param>
public sealed record KilledAfter(TimeSpan Age, CutKind Kind = CutKind.Reset) : ConnectionFault
{
    internal override IDisposable Watch(ProxiedConnection connection) =>
        connection.Proxy.Time.CreateTimer(_ => connection.Cut(Kind), null, Age, Timeout.InfiniteTimeSpan);
}
