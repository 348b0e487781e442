using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>Tells a repeated attach from a late one and from a second client with the same secret (PROTOCOL.md, section 5).</summary>
internal struct AttemptGuard
{
    private long _newest;
    private ulong _nonce;

    /// <summary>Whether anything ever attached.</summary>
    public readonly bool HasSeenAny => _newest > 0;

    public CloseCode Check(long attempt, ulong nonce)
    {
        if (attempt < _newest)
        {
            return CloseCode.Stale;
        }

        if (attempt == _newest && nonce != _nonce)
        {
            return CloseCode.SessionConflict;
        }

        _newest = attempt;
        _nonce = nonce;
        return CloseCode.None;
    }
}
