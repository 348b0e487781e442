using System.Runtime.InteropServices;
using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>What a session remembers of its connections, for people: the last 16. The session's lock guards it.</summary>
internal sealed class SessionTrail
{
    private const int Most = 16;

    private readonly List<Step> _steps = new(1);
    private List<SessionReport>? _reports;

    /// <summary>A connection was attached.</summary>
    public void Attached(string transport, long now, bool carries)
    {
        if (_steps.Count > 0 && string.Equals(_steps[^1].Transport, transport, StringComparison.Ordinal))
        {
            ref var last = ref CollectionsMarshal.AsSpan(_steps)[^1];
            last.Attached++;
            last.Attachments++;
            last.Carried |= carries;
            return;
        }

        MakeRoom(_steps);
        _steps.Add(new Step { Transport = transport, Began = now, Attached = 1, Attachments = 1, Carried = carries });
    }

    /// <summary>A candidate carries messages now.</summary>
    public void Promoted(string transport)
    {
        if (Find(transport) is >= 0 and var at)
        {
            CollectionsMarshal.AsSpan(_steps)[at].Carried = true;
        }
    }

    /// <summary>A connection has gone.</summary>
    public void Detached(string transport, long now, CloseCode code)
    {
        if (Find(transport) is >= 0 and var at)
        {
            ref var step = ref CollectionsMarshal.AsSpan(_steps)[at];
            step.Attached--;
            (step.Ended, step.Code) = (now, code);
        }
    }

    public void Reported(SessionReport report)
    {
        MakeRoom(_reports ??= new List<SessionReport>(1));
        _reports.Add(report);
    }

    public IReadOnlyList<SessionTry> Tries(TimeProvider time, long openedAt)
    {
        var now = time.GetTimestamp();
        return [.. _steps.Select(step => new SessionTry(
            step.Transport,
            time.GetElapsedTime(openedAt, step.Began),
            time.GetElapsedTime(step.Began, step.Attached > 0 ? now : step.Ended),
            step.Attachments,
            step.Carried,
            step.Attached > 0 ? null : step.Code.Name()))];
    }

    public IReadOnlyList<SessionReport> Reports() => _reports is null ? [] : [.. _reports];

    private int Find(string transport) => _steps.FindLastIndex(step => string.Equals(step.Transport, transport, StringComparison.Ordinal));

    private static void MakeRoom<T>(List<T> list)
    {
        if (list.Count == Most)
        {
            list.RemoveAt(0);
        }
    }

    private struct Step
    {
        public string Transport;
        public long Began;
        public long Ended;
        public int Attached;
        public int Attachments;
        public bool Carried;
        public CloseCode Code;
    }
}
