namespace MultiTransport.Client;

/// <summary>Of a WebSocket: its handshake, then an attach and its answer, each in time. The answer made the round trip on it, so nothing more is asked.</summary>
internal sealed class HandshakeProof : IProof
{
    private readonly TimeSpan _handshake;
    private readonly TimeSpan _answer;
    private readonly TimeSpan _whole;
    private TimeSpan? _opened;
    private TimeSpan? _attached;

    public HandshakeProof(TimeSpan rtt)
    {
        _handshake = Max(TimeSpan.FromSeconds(1.5), rtt * 4);
        _answer = Max(TimeSpan.FromSeconds(1), rtt * 3);
        _whole = Max(TimeSpan.FromSeconds(5), rtt * 14); // twice the terms in RTT
    }

    public TimeSpan NextLook => Min(_whole, _opened is { } opened ? opened + _answer : _handshake);

    public void Opened(TimeSpan at) => _opened ??= at;

    public void Attached(TimeSpan at) => _attached ??= at;

    public void Ping(TimeSpan at, ReadOnlySpan<byte> payload)
    {
    }

    public ProofResult Judge(TimeSpan now) => this switch
    {
        { _attached: not null } => ProofResult.Proven,
        _ when now < NextLook => ProofResult.Unknown,
        { _opened: null } => ProofResult.Failed("no-answer", $"The handshake was not answered within {now.TotalMilliseconds:0} ms."),
        _ => ProofResult.Failed("swallowed", $"It opened, but the attach was not answered within {(now - _opened.Value).TotalMilliseconds:0} ms."),
    };

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
