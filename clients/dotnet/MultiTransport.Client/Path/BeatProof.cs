using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>
/// Of a held response: three beats that the server sends at 0, 500 and 1000 ms. What buffers holds them back, and what stays one event behind shows the last
/// one never, unless the server follows each with a small write: then all come a little late (PROTOCOL.md, section 13.3).
/// </summary>
internal sealed class BeatProof(TimeSpan rtt) : IProof
{
    private const int Beats = 3;

    private static readonly TimeSpan MostLate = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan TrailedFrom = TimeSpan.FromMilliseconds(35);
    private static readonly TimeSpan LeastApart = TimeSpan.FromMilliseconds(750);
    private static readonly TimeSpan FirstBy = TimeSpan.FromMilliseconds(1300);
    private static readonly TimeSpan LastStamp = TimeSpan.FromMilliseconds(1000);

    private int _beats;
    private TimeSpan _first;
    private TimeSpan _last;
    private TimeSpan _mostLate;
    private TimeSpan _leastLate = TimeSpan.MaxValue;

    public TimeSpan NextLook => _beats == 0 ? FirstBy + rtt : LastStamp + rtt + rtt + MostLate;

    public void Opened(TimeSpan at)
    {
    }

    public void Attached(TimeSpan at)
    {
    }

    public void Ping(TimeSpan at, ReadOnlySpan<byte> payload)
    {
        if (_beats >= Beats || !Varint.TryRead(payload, out var stamp, out _))
        {
            return;
        }

        var late = at - TimeSpan.FromMilliseconds(stamp) - rtt;
        _mostLate = late > _mostLate ? late : _mostLate;
        _leastLate = late < _leastLate ? late : _leastLate;
        _first = _beats == 0 ? at : _first;
        _last = at;
        _beats++;
    }

    public ProofResult Judge(TimeSpan now)
    {
        if (_mostLate > MostLate + rtt)
        {
            return ProofResult.Failed("late", $"A beat came {_mostLate.TotalMilliseconds:0} ms late: something on the way holds bytes back.");
        }

        if (_beats == Beats)
        {
            return _last - _first >= LeastApart
                ? ProofResult.Proven with { WantsTrailing = _leastLate >= TrailedFrom }
                : ProofResult.Failed("late", $"The beats came within {(_last - _first).TotalMilliseconds:0} ms: something on the way gathers bytes.");
        }

        return now < NextLook ? ProofResult.Unknown
            : _beats == 0 ? ProofResult.Failed("held", $"No beat came within {now.TotalMilliseconds:0} ms.")
            : ProofResult.Failed("late", $"Only {_beats} of {Beats} beats came within {now.TotalMilliseconds:0} ms: something on the way stays behind.");
    }
}
