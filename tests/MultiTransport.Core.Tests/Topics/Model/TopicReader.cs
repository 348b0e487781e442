using System.Text;
using System.Text.Json;
using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

/// <summary>A client that reads topics: cut and resumed, its session lost and opened anew, slow or fast.</summary>
internal sealed class TopicReader(World world, string name, Func<string, TopicLedger> ledgers)
{
    private readonly Dictionary<string, TopicLedger> _ledgers = [];
    private readonly Dictionary<long, string> _byIndex = [];
    private readonly Dictionary<long, (string Topic, bool Leaves)> _asked = [];
    private readonly HashSet<string> _leaving = [];
    private readonly HashSet<string> _unanswered = []; // and never to be: the answer was in a gap of the session
    private Session _session = world.Open();
    private Client? _client;
    private Link? _link;
    private long _received;
    private long _sent;
    private bool _hasLost;

    public string Name { get; } = name;

    public Session Session => _session;

    public bool Reads(string topic) => _ledgers.ContainsKey(topic);

    /// <summary>What it read of late.</summary>
    public Queue<string> Trace { get; } = new();

    /// <summary>Those that it reads and did not ask to leave.</summary>
    public IEnumerable<TopicLedger> Ledgers => _ledgers.Where(pair => !IsLeaving(pair.Key)).Select(static pair => pair.Value);

    /// <summary>Whether it has a session that lives, and all that it sent there has been handled.</summary>
    public bool IsIdle
    {
        get
        {
            Attach();
            lock (_session.Bus.Gate)
            {
                return !_session.IsClosed && _session.Upstream.Handled == _session.Upstream.Received;
            }
        }
    }

    public bool IsLeaving(string topic) => _leaving.Contains(topic) || _unanswered.Contains(topic);

    /// <summary>Attaches where the session lives; else opens another and subscribes again to all, after what it has.</summary>
    public void Attach()
    {
        if (_session.IsClosed)
        {
            Renew();
        }

        if (_link is null)
        {
            _client ??= new Client(_session);
            _link = _client.Take(received: _received, upstream: _sent);
        }
    }

    public void Cut()
    {
        _link?.Leave();
        _link = null;
    }

    /// <summary>The session is gone, with all that was under way.</summary>
    public void Lose()
    {
        _session.Abort(CloseCode.Kicked);
        Attach();
    }

    public void Subscribe(string topic, string rest = "")
    {
        Attach();
        _ledgers.TryAdd(topic, ledgers(topic));
        var correlation = ++_sent;
        _asked[correlation] = (topic, false);
        _link!.Send(Up.Operation(correlation, $$"""{"op":"subscribe","topic":"{{topic}}"{{rest}}}"""));
    }

    public void Unsubscribe(string topic)
    {
        Attach();
        if (!Reads(topic))
        {
            return; // its session was lost before it was answered
        }

        _leaving.Add(topic);
        _asked[++_sent] = (topic, true);
        _link!.Send(Up.Operation(_sent, $$"""{"op":"unsubscribe","topic":"{{topic}}"}"""));
    }

    /// <summary>Publishes without a copy for itself.</summary>
    public void PublishQuietly(string topic, string text, long position)
    {
        Attach();
        _ledgers.GetValueOrDefault(topic)?.Own(position);
        _sent++;
        Assert.Equal(CloseCode.None, _link!.Send(Up.Publish(topic, text, isToSelf: false)));
    }

    /// <summary>Reads at most so many frames, and acks them.</summary>
    public int Read(int most)
    {
        if (_link is null || _session.IsClosed)
        {
            Attach();
        }

        var read = 0;
        var before = _received;
        while (read < most && _link!.Reader.TryRead(out var frame))
        {
            read++;
            if (frame.Type == FrameType.Close)
            {
                Cut();
                break;
            }

            On(frame);
        }

        if (_received > before && _link is not null)
        {
            Assert.Equal(CloseCode.None, _link.Send(Up.Ack(_received)));
        }

        return read;
    }

    private void Renew()
    {
        Cut();
        _session = world.Open();
        (_client, _received, _sent, _hasLost) = (null, 0, 0, false);
        _asked.Clear();
        _byIndex.Clear();
        var known = _ledgers.ToList();
        var session = _session;
        foreach (var (topic, ledger) in known)
        {
            if (_session != session)
            {
                return; // it overran meanwhile, and all was asked for again
            }

            if (_leaving.Remove(topic) | _unanswered.Remove(topic) || ledger.Last < 0)
            {
                _ledgers.Remove(topic); // it was never answered, or is not wanted any more
            }
            else
            {
                Subscribe(topic, $$""","since":{"epoch":"{{world.Epoch}}","position":{{ledger.Last}}}""");
            }
        }
    }

    private void On(in OutgoingFrame frame)
    {
        Trace.Enqueue($"{Name} read {Down.Describe(frame)}");
        if (Trace.Count > 60)
        {
            Trace.Dequeue();
        }

        if (frame.Type == FrameType.Gap)
        {
            _received = Down.Gap(frame.Payload)!.Value.To;
            _hasLost = true;
            _unanswered.UnionWith(_asked.Values.Where(static asked => !asked.Leaves).Select(static asked => asked.Topic));
            foreach (var ledger in _ledgers.Values)
            {
                ledger.SessionLost();
            }
        }

        if (frame.Number <= _received)
        {
            return;
        }

        _received = frame.Number;
        var payload = Down.PayloadOf(frame);
        switch (frame.Type)
        {
            case FrameType.Response:
                OnAnswer(payload);
                break;
            case FrameType.TopicMessage when TopicMessagePayload.TryParse(payload, out var message):
                LedgerOf(_byIndex.GetValueOrDefault(message.Index, ""))?.Message(message.Position, Encoding.UTF8.GetString(message.Body));
                break;
            case FrameType.TopicEvent:
                OnEvent(JsonDocument.Parse(payload).RootElement.EnumerateObject().Single());
                break;
        }
    }

    /// <summary>Where the answer of a subscription went lost in a gap of the session, what comes of it cannot be told apart.</summary>
    private TopicLedger? LedgerOf(string topic)
    {
        var ledger = _ledgers.GetValueOrDefault(topic);
        if (ledger is { Last: >= 0 } && !_unanswered.Contains(topic))
        {
            return ledger;
        }

        Assert.True(_hasLost, $"something of '{topic}' that is not subscribed");
        return null;
    }

    private void OnAnswer(byte[] payload)
    {
        Assert.True(CorrelatedPayload.TryParse(payload, out var correlation, out var kind, out var body));
        Assert.Equal(FrameType.Text, kind);
        Assert.True(_asked.Remove(correlation, out var asked));
        var topic = asked.Topic;
        if (asked.Leaves)
        {
            Assert.True(_leaving.Remove(topic) && _ledgers.Remove(topic));
            return;
        }

        _unanswered.Remove(topic);
        var answer = JsonDocument.Parse(body).RootElement;
        _byIndex[answer.GetProperty("index").GetInt64()] = topic;
        var gap = answer.TryGetProperty("gap", out var found) ? found : default;
        _ledgers[topic].Subscribed(answer.GetProperty("position").GetInt64(), Text(gap, "why"), Number(gap, "from"), Number(gap, "to"));
    }

    private void OnEvent(JsonProperty told)
    {
        var topic = LedgerOf(told.Value.GetProperty("topic").GetString()!);
        switch (told.Name)
        {
            case "gap":
                topic?.Gap(Number(told.Value, "from")!.Value, Number(told.Value, "to")!.Value);
                break;
            case "skipped":
                topic?.Skipped(Number(told.Value, "position")!.Value);
                break;
            default:
                throw new InvalidOperationException($"An event that nothing caused: {told}");
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static long? Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.GetInt64() : null;
}
