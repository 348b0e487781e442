using System.Collections.Concurrent;
using System.Diagnostics;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>
/// A session's life as one trace, over all its connections: a span for its opening, one for each connection (consecutive polls are one), and one for its end.
/// The request that brought a connection is a link, since it has a trace of its own. Where nobody listens, nothing is made and nothing is kept.
/// </summary>
internal sealed class SessionTraces : IDisposable
{
    public const string SourceName = "MultiTransport";
    public const string SessionTag = "session.id"; // OpenTelemetry's registry
    public const string RouteTag = "http.route";
    public const string CandidateTag = "multitransport.candidate";

    private readonly ActivitySource _source = new(SourceName);
    private readonly ConcurrentDictionary<SessionId, SessionTrace> _traces = new();

    public void Opened(Session session)
    {
        if (!_source.HasListeners())
        {
            return;
        }

        var span = Start("multitransport.session.open", default, [new(SessionTag, session.Id.ToString()), new(RouteTag, session.Endpoint)]);
        if (span is not null) // else it is not sampled, and neither is what follows
        {
            _traces[session.Id] = new SessionTrace(span.Context);
            Stop(span);
        }
    }

    public void Attached(Session session, string transport, bool isCandidate)
    {
        if (Of(session) is { } trace && !trace.IsPolledBy(transport))
        {
            var tags = new ActivityTagsCollection
            {
                [SessionTag] = session.Id.ToString(),
                [RouteTag] = session.Endpoint,
                [MultiTransportMetrics.TransportTag] = MultiTransportMetrics.TagOf(transport),
                [CandidateTag] = isCandidate,
            };
            if (Start("multitransport.connection", trace.Root, tags) is { } span)
            {
                EndAll(trace.Add(transport, span, isCandidate, session.IsClosed), CloseCode.Superseded);
            }
        }
    }

    public void Promoted(Session session, string transport)
    {
        if (Of(session)?.Find(transport) is { } span)
        {
            span.AddEvent(new ActivityEvent("promoted"));
            EndAll(Of(session)!.EndOfPolls(transport), CloseCode.Superseded);
        }
    }

    public void Detached(Session session, string transport, CloseCode code)
    {
        if (Of(session)?.Remove(transport) is { } span)
        {
            End(span, code);
        }
    }

    /// <summary>What the client told stands with the connection that it uses now.</summary>
    public void Reported(Session session, string transport, string reason) => Of(session)?.Newest?.AddEvent(new ActivityEvent(
        "reported", tags: new ActivityTagsCollection { [MultiTransportMetrics.TransportTag] = MultiTransportMetrics.TagOf(transport), [MultiTransportMetrics.ReasonTag] = reason }));

    public void Closed(Session session, CloseCode code)
    {
        if (!_traces.TryRemove(session.Id, out var trace))
        {
            return;
        }

        EndAll(trace.Close(), code);
        if (Start("multitransport.session.close", trace.Root, [new(SessionTag, session.Id.ToString()), new(MultiTransportMetrics.CloseReasonTag, code.Name())]) is { } span)
        {
            Stop(span);
        }
    }

    public void Dispose() => _source.Dispose();

    private SessionTrace? Of(Session session) => _source.HasListeners() && _traces.TryGetValue(session.Id, out var trace) ? trace : null;

    /// <summary>Starts a span beside the request's, which stays the current one.</summary>
    private Activity? Start(string name, ActivityContext parent, IEnumerable<KeyValuePair<string, object?>> tags)
    {
        var request = Activity.Current;
        Activity.Current = null;
        try
        {
            return _source.StartActivity(name, ActivityKind.Internal, parent, tags, request is null ? null : [new ActivityLink(request.Context)]);
        }
        finally
        {
            Activity.Current = request;
        }
    }

    private static void EndAll(IEnumerable<Activity> spans, CloseCode code)
    {
        foreach (var span in spans)
        {
            End(span, code);
        }
    }

    private static void End(Activity span, CloseCode code)
    {
        span.SetTag(MultiTransportMetrics.CloseReasonTag, code.Name());
        Stop(span);
    }

    private static void Stop(Activity span)
    {
        var current = Activity.Current;
        span.Stop();
        Activity.Current = current;
    }
}
