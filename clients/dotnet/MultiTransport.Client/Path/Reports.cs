using System.Buffers;
using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>
/// What the network did to the transports, for the server: it rides on whatever goes up next, never alone, and nothing depends on it
/// (PROTOCOL.md, section 13.10). Pure.
/// </summary>
internal sealed class Reports
{
    /// <summary>The server takes no more of a session.</summary>
    private const int MostOfSession = 32;

    private readonly List<ReportFrame> _waiting = [];
    private readonly HashSet<string> _proven = [];
    private int _told;

    /// <summary>A rung was proven; told once.</summary>
    public void Proven(string transport)
    {
        if (_proven.Add(transport))
        {
            Add(transport, ReportReasons.Proven, TimeSpan.Zero, TimeSpan.Zero);
        }
    }

    /// <summary>A try left a verdict; reasons that the server gave itself are no news to it.</summary>
    public void Failed(string transport, string reason, TimeSpan took)
    {
        var known = reason switch
        {
            ReportReasons.Refused or ReportReasons.NoAnswer or ReportReasons.NotOurs or ReportReasons.Swallowed or ReportReasons.Held or ReportReasons.Late or ReportReasons.DiedYoung => reason,
            ReportReasons.Cut => ReportReasons.DiedYoung, // before it was proven
            _ => null,
        };
        if (known is not null)
        {
            Add(transport, known, took, TimeSpan.Zero);
        }
    }

    /// <summary>What carried the session ended without a word of the server's or ours.</summary>
    public void Ended(Attachment way, CarrierEnd end, TimeSpan now)
    {
        if (!way.IsProven)
        {
            return;
        }

        if (end.Code == ReportReasons.Silent)
        {
            Add(way.Transport, ReportReasons.Silent, way.LastByte - way.Begun, now - way.LastByte);
        }
        else if (end is { Kind: CarrierEndKind.Cut, Code: ReportReasons.Cut })
        {
            Add(way.Transport, ReportReasons.Cut, now - way.Begun, now - way.LastTraffic);
        }
    }

    /// <summary>A held poll was cut, or answered by somebody else, at this age; at once says nothing of holds.</summary>
    public void PollCut(TimeSpan age)
    {
        if (age > TimeSpan.FromSeconds(1))
        {
            Add(TransportNames.LongPolling, ReportReasons.Cut, age, age);
        }
    }

    /// <summary>Writes what waits; null where nothing does.</summary>
    public ReportFrame[]? Write(IBufferWriter<byte> output)
    {
        if (_waiting.Count == 0)
        {
            return null;
        }

        ReportFrame[] written = [.. _waiting];
        _waiting.Clear();
        foreach (var report in written)
        {
            output.Advance(report.Write(output.GetSpan(FrameWriter.MaxControlFrame)));
        }

        return written;
    }

    /// <summary>The carrier that bore these did not arrive.</summary>
    public void Repeat(ReportFrame[] written) => _waiting.InsertRange(0, written);

    /// <summary>Another session begins.</summary>
    public void Restart()
    {
        _waiting.Clear();
        _proven.Clear();
        _told = 0;
    }

    private void Add(string transport, string reason, TimeSpan alive, TimeSpan silent)
    {
        if (_told < MostOfSession)
        {
            _told++;
            _waiting.Add(new ReportFrame { Transport = transport, Reason = reason, Alive = Milliseconds(alive), Silent = Milliseconds(silent) });
        }
    }

    private static long Milliseconds(TimeSpan span) => Math.Max(0, (long)span.TotalMilliseconds);
}
