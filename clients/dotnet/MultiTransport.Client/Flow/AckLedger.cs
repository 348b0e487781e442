using System.Buffers;
using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>
/// What the server has yet to hear about its messages: acks and fails, and when an ack must go by itself. What a carrier bore counts as heard only when
/// that carrier is known to have arrived. Pure.
/// </summary>
internal sealed class AckLedger
{
    private const int MaxFails = 512;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly HashSet<long> _early = [];
    private readonly List<(long From, long To)> _lost = [];
    private readonly List<(long Number, string Code)> _fails = [];
    private long _written;
    private long _settled;
    private int _failsWritten;
    private long _bytes;
    private TimeSpan? _since;

    public int WindowMessages { get; set; } = 500;

    public int WindowBytes { get; set; } = 512 * 1024;

    /// <summary>Everything up to here was handled.</summary>
    public long Handled { get; private set; }

    /// <summary>Whether there is something to tell.</summary>
    public bool HasNews => Handled > _written || _failsWritten < _fails.Count;

    /// <summary>Whether it must be told without waiting for something else to ride on.</summary>
    public bool IsDue(TimeSpan now) => HasNews
        && (((Handled - _written) * 2 >= WindowMessages) || _bytes * 2 >= WindowBytes || (_since is { } since && now - since >= Longest));

    /// <summary>When it becomes due by age alone.</summary>
    public TimeSpan? DueAt => HasNews && _since is { } since ? since + Longest : null;

    public void MarkHandled(long number, int bytes, TimeSpan now)
    {
        if (number <= Handled)
        {
            return;
        }

        _bytes += bytes;
        _since ??= now;
        if (number != Handled + 1)
        {
            _early.Add(number);
            return;
        }

        Handled++;
        Advance();
    }

    /// <summary>Numbers that will never come count as handled.</summary>
    public void MarkLost(long from, long to, TimeSpan now)
    {
        _since ??= now;
        _lost.Add((from, to));
        Advance();
    }

    public void Fail(long number, string code)
    {
        if (_fails.Count < MaxFails)
        {
            _fails.Add((number, code));
        }
    }

    /// <summary>Writes everything there is to tell, fails first, and returns a mark for <see cref="Settle"/>.</summary>
    public long Write(IBufferWriter<byte> output)
    {
        for (var index = _failsWritten; index < _fails.Count; index++)
        {
            output.Advance(FrameWriter.WriteFail(output.GetSpan(FrameWriter.MaxControlFrame), _fails[index].Number, _fails[index].Code));
        }

        _failsWritten = _fails.Count;
        if (Handled > _written)
        {
            output.Advance(FrameWriter.WriteAck(output.GetSpan(FrameWriter.MaxControlFrame), Handled));
        }

        _written = Handled;
        _bytes = 0;
        _since = null;
        return Handled;
    }

    /// <summary>A carrier that bore everything up to the mark arrived.</summary>
    public void Settle(long mark)
    {
        _settled = Math.Max(_settled, mark);
        var before = _fails.Count;
        _fails.RemoveAll(fail => fail.Number <= mark);
        _failsWritten = Math.Max(0, _failsWritten - (before - _fails.Count));
    }

    /// <summary>A carrier ended and nobody knows what of it arrived: all is told again by the next one.</summary>
    public void Repeat(TimeSpan now)
    {
        _failsWritten = 0;
        _written = _settled;
        _since = HasNews ? _since ?? now : null;
    }

    /// <summary>Another session counts from here.</summary>
    public void Restart(long position)
    {
        Handled = _written = _settled = position;
        _failsWritten = 0;
        _bytes = 0;
        _since = null;
        _early.Clear();
        _lost.Clear();
        _fails.Clear();
    }

    private void Advance()
    {
        while (true)
        {
            var next = Handled + 1;
            if (_early.Count > 0 && _early.Remove(next))
            {
                Handled = next;
            }
            else if (_lost.Count > 0 && _lost.FindIndex(gap => gap.From <= next && gap.To >= next) is >= 0 and var index)
            {
                Handled = _lost[index].To;
                _lost.RemoveAt(index);
            }
            else
            {
                return;
            }
        }
    }
}
