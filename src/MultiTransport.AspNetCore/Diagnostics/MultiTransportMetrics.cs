using System.Diagnostics;
using System.Diagnostics.Metrics;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>All instruments, in one place. Transport values match OpenTelemetry's SignalR page, so that breakdowns read the same beside SignalR.</summary>
internal sealed class MultiTransportMetrics
{
    public const string TransportTag = "multitransport.transport";
    public const string CloseReasonTag = "multitransport.close_reason";
    public const string ReasonTag = "multitransport.network.reason";
    public const string ErrorTag = "error.type";
    public const string MeterName = "MultiTransport";

    private const string OutcomeTag = "multitransport.drain.outcome";
    private const string DirectionTag = "network.io.direction";

    /// <summary>Seconds. Connections that die young stand apart, and sessions live for days.</summary>
    private static readonly InstrumentAdvice<double> Lives = new() { HistogramBucketBoundaries = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900, 3_600, 14_400, 43_200, 86_400] };

    private readonly Meter _meter;
    private readonly UpDownCounter<long> _sessions;
    private readonly UpDownCounter<long> _connections;
    private readonly Histogram<double> _sessionDuration;
    private readonly Histogram<double> _connectionDuration;
    private readonly Counter<long> _promotions;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _handlerFailures;
    private readonly Counter<long> _reports;
    private readonly Counter<long> _drained;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _negotiations;

    public MultiTransportMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(MeterName);
        _sessions = _meter.CreateUpDownCounter<long>("multitransport.server.active_sessions", "{session}", "Sessions that are open.");
        _connections = _meter.CreateUpDownCounter<long>("multitransport.server.active_connections", "{connection}", "Connections that are attached.");
        _sessionDuration = _meter.CreateHistogram<double>("multitransport.server.session.duration", "s", "How long sessions lived.", null, Lives);
        _connectionDuration = _meter.CreateHistogram<double>("multitransport.server.connection.duration", "s", "How long connections were attached.", null, Lives);
        _promotions = _meter.CreateCounter<long>("multitransport.server.promotions", "{promotion}", "Candidates that became active.");
        _dropped = _meter.CreateCounter<long>("multitransport.server.dropped.messages", "{message}", "Messages lost to a full log.");
        _handlerFailures = _meter.CreateCounter<long>("multitransport.server.handler.failures", "{failure}", "Handlers that threw.");
        _reports = _meter.CreateCounter<long>("multitransport.server.network.reports", "{report}", "What clients reported of their networks.");
        _drained = _meter.CreateCounter<long>("multitransport.server.drained.sessions", "{session}", "Sessions that a shutdown ended.");
        _negotiations = _meter.CreateCounter<long>("multitransport.server.negotiations", "{negotiation}", "Negotiate requests that were answered, repetitions too.");
        _refused = _meter.CreateCounter<long>("multitransport.server.refused.sessions", "{session}", "Sessions that were refused for a bound, a rate or the state of the server.");
    }

    public void SessionOpened() => _sessions.Add(1);

    public void SessionClosed(CloseCode code, TimeSpan duration)
    {
        _sessions.Add(-1);
        if (_sessionDuration.Enabled)
        {
            _sessionDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>(CloseReasonTag, code.Name()));
        }
    }

    public void ConnectionAttached(string transport)
    {
        if (_connections.Enabled)
        {
            _connections.Add(1, Tag(transport));
        }
    }

    public void ConnectionDetached(string transport, CloseCode code, TimeSpan duration)
    {
        if (_connections.Enabled)
        {
            _connections.Add(-1, Tag(transport));
        }

        if (_connectionDuration.Enabled)
        {
            _connectionDuration.Record(duration.TotalSeconds, new TagList { Tag(transport), { CloseReasonTag, code.Name() } });
        }
    }

    public void Promoted(string transport)
    {
        if (_promotions.Enabled)
        {
            _promotions.Add(1, Tag(transport));
        }
    }

    public void Dropped(long messages) => _dropped.Add(messages);

    /// <summary>A negotiate request was answered, or refused for <paramref name="error"/>.</summary>
    public void Negotiated(string? error)
    {
        if (_negotiations.Enabled)
        {
            _negotiations.Add(1, error is null ? default : new TagList { { ErrorTag, error } });
        }
    }

    public void Refused(string code)
    {
        if (_refused.Enabled)
        {
            _refused.Add(1, new KeyValuePair<string, object?>(ErrorTag, code));
        }
    }

    public void HandlerFailed() => _handlerFailures.Add(1);

    public void Reported(string transport, string reason)
    {
        if (_reports.Enabled)
        {
            _reports.Add(1, new TagList { Tag(transport), { ReasonTag, reason } });
        }
    }

    public void Drained(in DrainReport report)
    {
        if (_drained.Enabled)
        {
            _drained.Add(report.Told, new KeyValuePair<string, object?>(OutcomeTag, "told"));
            _drained.Add(report.Away, new KeyValuePair<string, object?>(OutcomeTag, "away"));
            _drained.Add(report.Cut, new KeyValuePair<string, object?>(OutcomeTag, "cut"));
        }
    }

    /// <summary>Adds the instruments of the byte budget; they are read when somebody collects.</summary>
    public void BytesCounted(ByteBudget budget)
    {
        _meter.CreateObservableUpDownCounter("multitransport.server.buffered", () => budget.Used, "By", "Bytes in logs and inboxes, and of what is being received.");
        _meter.CreateObservableUpDownCounter("multitransport.server.buffered.limit", () => budget.Limit, "By", "The most of them: ByteBudget.");
    }

    /// <summary>Adds the instrument that counts the networks that are remembered; it is read when somebody collects.</summary>
    public void NetworksCounted(Func<int> read) =>
        _meter.CreateObservableUpDownCounter("multitransport.server.networks", read, "{network}", "Networks that are remembered.");

    /// <summary>Adds the instruments of topics; they are read when somebody collects.</summary>
    public void TopicsCounted(TopicTable topics)
    {
        _meter.CreateObservableUpDownCounter("multitransport.server.topics", () => topics.Count, "{topic}", "Topics that there are.");
        _meter.CreateObservableUpDownCounter("multitransport.server.topic.subscriptions", () => topics.Counts.Subscriptions, "{subscription}", "Subscriptions of sessions to topics.");
        _meter.CreateObservableCounter("multitransport.server.topic.published.messages", () => topics.Counts.PublishedMessages, "{message}", "Messages that were published to topics.");
        _meter.CreateObservableCounter("multitransport.server.topic.delivered.messages", () => topics.Counts.DeliveredMessages, "{message}", "Copies of topics' messages that went to sessions.");
        _meter.CreateObservableCounter("multitransport.server.topic.gaps", () => topics.Counts.Gaps, "{gap}", "Gaps of topics that subscribers were told of.");
    }

    /// <summary>Adds the instrument of wire accounting; it is read when somebody collects, and costs nothing before.</summary>
    public void WireCounted(Func<IReadOnlyDictionary<string, WireUsage>> read) => _meter.CreateObservableCounter(
        "multitransport.server.io",
        () => read().SelectMany(static row => (Measurement<long>[])
        [
            new(row.Value.Up.Total, Tag(row.Key), new(DirectionTag, "receive")),
            new(row.Value.Down.Total, Tag(row.Key), new(DirectionTag, "transmit")),
        ]),
        "By",
        "Bytes on the wire below HTTP, TLS included.");

    /// <summary>A transport's name as OpenTelemetry spells it.</summary>
    internal static string TagOf(string transport) => transport switch
    {
        TransportNames.WebSocket => "web_sockets",
        TransportNames.ServerSentEvents => "server_sent_events",
        TransportNames.Streaming => "http_streaming",
        TransportNames.LongPolling => "long_polling",
        TransportNames.ShortPolling => "short_polling",
        _ => transport,
    };

    private static KeyValuePair<string, object?> Tag(string transport) => new(TransportTag, TagOf(transport));
}
