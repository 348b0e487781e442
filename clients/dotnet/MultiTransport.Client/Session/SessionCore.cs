using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>
/// One session from inside: its parts, and the few things that concern all of them: it opens, it works, it fails, it is lost, it is over. Everything but
/// construction happens inside turns.
/// </summary>
internal sealed class SessionCore
{
    private readonly long _start;

    public SessionCore(Uri url, SessionSettings settings, SessionEvents events)
    {
        (Url, Settings, Events, Time) = (url, settings, events, settings.Time);
        _start = Time.GetTimestamp();
        Turn = new Turn(Broke);
        Alarms = new Alarms(Time, Turn);
        Http = new ClientHttp(url, settings);
        Status = new SessionStatus(this);
        Attempts = new AttemptLog(this);
        Outbox = new Outbox(settings.QueueMessages, settings.QueueBytes);
        Downstream = new Downstream(this);
        Inbox = new Inbox(Acks, Requests, Downstream);
        Answerer = new Answerer(this);
        Topics = new SubscriptionTable(this);
        Verdicts = new Verdicts(settings.Verdicts, Time, settings.Random, Callbacks.Post);
        Network = new NetworkWatch(this);
        Uplink = new Uplink(this);
        Sender = new Sender(this);
        Board = new Switchboard(this);
        Climb = new Climb(this);
        Liveness = new Liveness(this);
        Negotiator = new Negotiator(this);
        Renewer = new Renewer(this);
        Arrivals = new Arrivals(this);
        Life = new SessionLife(this);
        Calls = new SessionCalls(this);
        TopicCalls = new TopicCalls(this);
        AckAlarm = Alarms.New(static () => { }); // the turn looks by itself
        Turn.Settle = Settle;
    }

    public Uri Url { get; }

    public SessionSettings Settings { get; }

    public SessionEvents Events { get; }

    public TimeProvider Time { get; }

    public Turn Turn { get; }

    public Alarms Alarms { get; }

    public Callbacks Callbacks { get; } = new();

    public ClientHttp Http { get; }

    public SessionStatus Status { get; }

    public AttemptLog Attempts { get; }

    public CounterTable Counters { get; } = new();

    public RoundTrip Rtt { get; } = new();

    public HoldLearner Hold { get; } = new();

    public Outbox Outbox { get; }

    public AckLedger Acks { get; } = new();

    public Reports Reports { get; } = new();

    public Requests Requests { get; } = new();

    public Inbox Inbox { get; }

    public Answerer Answerer { get; }

    public SubscriptionTable Topics { get; }

    public Downstream Downstream { get; }

    public Verdicts Verdicts { get; }

    public NetworkWatch Network { get; }

    public Uplink Uplink { get; }

    public Sender Sender { get; }

    public Switchboard Board { get; }

    public Climb Climb { get; }

    public Crossings Crossings { get; } = new();

    public Liveness Liveness { get; }

    public Negotiator Negotiator { get; }

    public Renewer Renewer { get; }

    public Arrivals Arrivals { get; }

    public SessionCalls Calls { get; }

    public TopicCalls TopicCalls { get; }

    public SessionLife Life { get; }

    /// <summary>What the server said when it opened the session.</summary>
    public Terms Terms { get; set; } = Terms.None;

    /// <summary>What client and server both have; nothing before the first session.</summary>
    public Ladder Ladder => Terms.Ladder;

    /// <summary>Whether connections are made and kept: there is a session, and nobody closes it.</summary>
    public bool IsLive => Life.HasSession && !Life.IsClosing && !IsOver;

    /// <summary>When something last tried to reach the server.</summary>
    public TimeSpan LastTry => Life.HasSession ? Board.LastTry : Negotiator.Begun;

    public bool IsOver => Status.State == ClientState.Closed;

    /// <summary>Whether messages may be posted: not where the WebSocket is the only transport that may be used.</summary>
    public bool MayPost => Ladder.Rungs is not [TransportNames.WebSocket];

    /// <summary>Monotonic time since the session was made.</summary>
    public TimeSpan Now => Time.GetElapsedTime(_start);

    private Alarm AckAlarm { get; }

    /// <summary>A timestamp of the clock on the scale of <see cref="Now"/>.</summary>
    public TimeSpan At(long timestamp) => Time.GetElapsedTime(_start, timestamp);

    /// <param name="gathers">Whether what is sent right away may ride along: not where nobody has the session before it is open.</param>
    public void Start(bool gathers)
    {
        Network.Start();
        Negotiator.Gathers = gathers;
        ThreadPool.UnsafeQueueUserWorkItem(static core => core.Turn.Run(core.Negotiator.First), this, preferLocal: false);
    }

    /// <summary>What an <c>attached</c> says of our messages.</summary>
    public void Attached(AttachedFrame frame)
    {
        Outbox.Received(frame.Received);
        Outbox.Ack(frame.Handled);
        Uplink.Suspect.Known(Outbox.Known);
        Uplink.ConsiderBlocking();
    }

    public void NetworkChanged(string key)
    {
        if (IsOver)
        {
            return;
        }

        Verdicts.Use(key, null);
        Hurry();
        if (Board.Poller is { } poller)
        {
            poller.Restart();
        }
        else
        {
            Liveness.Check();
        }
    }

    /// <summary>There is reason to believe that it works now: whatever waits for its next try tries.</summary>
    public void Hurry()
    {
        Negotiator.Hurry();
        Renewer.Hurry();
        Sender.Hurry();
        Board.Hurry();
    }

    /// <summary>Ends every turn: each part looks at what has changed and begins what is due.</summary>
    private void Settle()
    {
        if (!Life.HasSession || IsOver)
        {
            return;
        }

        Board.Active?.Consider();
        Sender.Consider();
        Climb.Consider();
        Liveness.Consider();
        Arrivals.Consider();
        if (Acks.DueAt is { } due && IsLive)
        {
            if (!AckAlarm.IsSet)
            {
                AckAlarm.Set(due - Now);
            }
        }
        else
        {
            AckAlarm.Clear();
        }
    }

    private void Broke(Exception error) => Life.Over(new SessionClosed("client-fault", 0, error.ToString()));
}
