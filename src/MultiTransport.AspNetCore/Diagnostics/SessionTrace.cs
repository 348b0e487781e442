using System.Diagnostics;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>The spans of one session that are open: a few at most. May be used from any thread.</summary>
internal sealed class SessionTrace(ActivityContext root)
{
    private readonly List<(string Transport, Activity Span)> _open = [];
    private readonly Lock _gate = new();

    /// <summary>What all spans of the session are children of.</summary>
    public ActivityContext Root => root;

    public Activity? Newest
    {
        get
        {
            lock (_gate)
            {
                return _open.Count == 0 ? null : _open[^1].Span;
            }
        }
    }

    /// <summary>Whether this is another poll of a client that polls already.</summary>
    public bool IsPolledBy(string transport) => IsPoll(transport) && Find(transport) is not null;

    public Activity? Find(string transport)
    {
        lock (_gate)
        {
            return _open.FindLast(one => one.Transport == transport).Span;
        }
    }

    /// <summary>Keeps a span open until its connection goes; returns those that end with it: its own where the session is over, and the polls that it takes over from.</summary>
    public IReadOnlyList<Activity> Add(string transport, Activity span, bool isCandidate, bool isOver)
    {
        lock (_gate)
        {
            if (isOver)
            {
                return [span];
            }

            var ended = isCandidate ? [] : TakePolls(transport);
            _open.Add((transport, span));
            return ended;
        }
    }

    /// <summary>A connection has gone: its span, oldest first; null for a poll, which others follow.</summary>
    public Activity? Remove(string transport)
    {
        lock (_gate)
        {
            var at = IsPoll(transport) ? -1 : _open.FindIndex(one => one.Transport == transport);
            if (at < 0)
            {
                return null;
            }

            var span = _open[at].Span;
            _open.RemoveAt(at);
            return span;
        }
    }

    /// <summary>The polls that another transport took over from.</summary>
    public IReadOnlyList<Activity> EndOfPolls(string transport)
    {
        lock (_gate)
        {
            return TakePolls(transport);
        }
    }

    public IReadOnlyList<Activity> Close()
    {
        lock (_gate)
        {
            Activity[] all = [.. _open.Select(static one => one.Span)];
            _open.Clear();
            return all;
        }
    }

    private static bool IsPoll(string transport) => transport is TransportNames.LongPolling or TransportNames.ShortPolling;

    private Activity[] TakePolls(string except)
    {
        Activity[] polls = [.. _open.Where(one => IsPoll(one.Transport) && one.Transport != except).Select(static one => one.Span)];
        _open.RemoveAll(one => IsPoll(one.Transport) && one.Transport != except);
        return polls;
    }
}
