using System.Text;
using System.Text.Unicode;
using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>One subscription from inside: where it stands in its topic, what it hands over and what it lost. Everything but what is read happens inside turns.</summary>
internal sealed class Subscription
{
    private readonly SessionCore _core;
    private readonly SubscribeOptions _options;
    private readonly SendOutcome _ready = new();
    private readonly TaskCompletionSource<SubscriptionClosed> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BackOff _backOff;
    private volatile SubscriptionState _state;
    private ClientTopicPosition _received;
    private bool _hasBegun;
    private bool _isConflated;

    public Subscription(SessionCore core, string topic, SubscribeOptions options)
    {
        (_core, Topic, _options) = (core, topic, options);
        _received = options.Since ?? default;
        _backOff = new BackOff(core.Settings.Random);
        Handover = new Handover(_received);
        Again = core.Alarms.New(() => core.Topics.Ask(this));
        Face = new ClientSubscription(core, this);
    }

    public string Topic { get; }

    public ClientSubscription Face { get; }

    public Handover Handover { get; }

    public Task Ready => _ready.Task;

    public Task<SubscriptionClosed> Closed => _closed.Task;

    public SubscriptionState State => _state;

    /// <summary>By which this session's messages name the topic; 0 before the server has said it.</summary>
    public long Index { get; set; }

    /// <summary>The question that is not answered yet.</summary>
    public PendingOperation? Asked { get; set; }

    /// <summary>When the server is asked once more.</summary>
    public Alarm Again { get; }

    /// <summary>What to ask the server for.</summary>
    public TopicOperation Wish => new()
    {
        Op = TopicOperation.Subscribe,
        Topic = Topic,
        Since = _hasBegun || _options.Since is not null ? new TopicSince { Epoch = _received.Epoch, Position = _received.Number } : null,
        Last = _hasBegun ? null : _options.Last,
        Presence = _options.Presence ? true : null,
    };

    /// <summary>The server has subscribed it.</summary>
    public void Begin(TopicSubscription how)
    {
        var lost = how.Gap is { } gap ? new SubscriptionGap(gap.Why, gap.From, gap.To) : Missing(how);
        _received = new ClientTopicPosition(how.Epoch, how.Position);
        _isConflated = how.Conflated;
        _hasBegun = true;
        _state = SubscriptionState.Subscribed;
        _backOff.Reset();
        Again.Clear();
        Handover.Move(_received);
        _ready.Settle(null);
        if (lost is not null)
        {
            Tell(lost);
        }
    }

    /// <summary>Takes a message; as <see cref="IInboxEvents.TopicMessage"/>.</summary>
    public string? Take(TopicMessagePayload message, Receipt receipt)
    {
        if (!Reach(message.Position))
        {
            return Inbox.Handled; // a repetition
        }

        if (message.Kind == FrameType.Text && !Utf8.IsValid(message.Body))
        {
            Tell(new SubscriptionGap(TopicGap.Unknown, message.Position, message.Position));
            Handover.Move(_received);
            return FailCode.NotUtf8;
        }

        Handover.Add(
            new ClientTopicMessage
            {
                Data = message.Kind == FrameType.Text ? ClientMessage.FromText(Encoding.UTF8.GetString(message.Body)) : ClientMessage.FromBinary(message.Body.ToArray()),
                Position = message.Position,
                Epoch = _received.Epoch!,
                Key = message.Key.IsEmpty ? null : Encoding.UTF8.GetString(message.Key),
                Publisher = message.Publisher.IsEmpty ? null : Encoding.UTF8.GetString(message.Publisher),
            },
            receipt);
        return null;
    }

    /// <summary>The server says that messages are lost.</summary>
    public void Lost(TopicGap gap)
    {
        if (gap is { Epoch.Length: > 0, Position: >= 0 and <= Varint.MaxValue })
        {
            _received = new ClientTopicPosition(gap.Epoch, gap.Position.Value);
            Handover.Move(_received);
        }
        else if (gap.To is { } to && to > _received.Number && to <= Varint.MaxValue)
        {
            _received = _received with { Number = to };
            Handover.Move(_received);
        }

        Tell(new SubscriptionGap(gap.Why, gap.From, gap.To));
    }

    /// <summary>A message of our own does not come back: it is no gap.</summary>
    public void Skip(long position)
    {
        if (position <= Varint.MaxValue && Reach(position))
        {
            Handover.Move(_received);
        }
    }

    public void Changed(TopicPresenceChange change)
    {
        var told = new SubscriptionPresence(Users(change.Joined), Users(change.Left), change.Anonymous);
        _core.Callbacks.Post(() => Face.Raise(told));
    }

    /// <summary>It may go well another time.</summary>
    public void AskLater() => Again.Set(_backOff.Next());

    /// <summary>The session is lost. The next one goes on after what is kept here.</summary>
    public void Lose(ref int roomMessages, ref int roomBytes)
    {
        Index = 0;
        Again.Clear();
        var isAsked = Asked is not null; // what was not written yet keeps its place, and its words
        var kept = Handover.Keep(ref roomMessages, ref roomBytes, trims: !isAsked);
        if (_state == SubscriptionState.Subscribed)
        {
            _received = kept;
            _state = SubscriptionState.Subscribing;
        }
    }

    /// <summary>It is over. What came already may still be read unless the application wants no more; it counts as handled, so that nothing waits for who reads no more.</summary>
    public void End(SessionException error, bool isWanted = true)
    {
        if (_state == SubscriptionState.Closed)
        {
            return;
        }

        _state = SubscriptionState.Closed;
        Again.Dispose();
        foreach (var receipt in Handover.End(dropped: !isWanted))
        {
            _core.Inbox.MarkHandled(receipt, _core.Now);
        }

        _ready.Settle(error);
        _closed.TrySetResult(new SubscriptionClosed(error.Code, error.Message));
    }

    /// <summary>A list of JSON may have a null in it.</summary>
    private static string[] Users(IReadOnlyList<string?>? users) => [.. (users ?? []).OfType<string>()];

    /// <summary>Goes on to this number; false where it is behind already.</summary>
    private bool Reach(long position)
    {
        var expected = _received.Number + 1;
        if (position < expected)
        {
            return false;
        }

        _received = _received with { Number = position };
        if (position > expected && !_isConflated)
        {
            Tell(new SubscriptionGap(TopicGap.Unknown, expected, position - 1));
        }

        return true;
    }

    /// <summary>What is lost between where this stood and where the server goes on, where the server does not say it.</summary>
    private SubscriptionGap? Missing(TopicSubscription how)
    {
        if (_received.Epoch is not { } epoch)
        {
            return null;
        }

        if (epoch != how.Epoch)
        {
            return new SubscriptionGap(TopicGap.OtherEpoch, null, null);
        }

        return how.Position < _received.Number ? new SubscriptionGap(TopicGap.Ahead, null, null)
            : how.Position > _received.Number && !how.Conflated ? new SubscriptionGap(TopicGap.Unknown, _received.Number + 1, how.Position)
            : null;
    }

    private void Tell(SubscriptionGap gap) => _core.Callbacks.Post(() => Face.Raise(gap));
}
