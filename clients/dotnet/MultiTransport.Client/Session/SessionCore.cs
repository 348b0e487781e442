using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>
/// One session from inside: its parts, and the few things that concern all of them: it opens, it works, it fails, it is lost, it is over. Everything but
/// construction happens inside turns.
/// </summary>
internal sealed class SessionCore
{
    private readonly TaskCompletionSource<SessionClosed> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SendOutcome _firstOpened = new();
    private readonly long _start;
    private OfferedTransport[] _offered = [];
    private Closing? _closing;
    private int _failures;

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
        Verdicts = new Verdicts(settings.Verdicts, Time, settings.Random);
        Network = new NetworkWatch(this);
        Uplink = new Uplink(this);
        Sender = new Sender(this);
        Board = new Switchboard(this);
        Climb = new Climb(this);
        Liveness = new Liveness(this);
        Negotiator = new Negotiator(this);
        Renewer = new Renewer(this);
        Arrivals = new Arrivals(this);
        Calls = new SessionCalls(this);
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

    public Requests Requests { get; } = new();

    public Inbox Inbox { get; }

    public Answerer Answerer { get; }

    public Downstream Downstream { get; }

    public Verdicts Verdicts { get; }

    public NetworkWatch Network { get; }

    public Uplink Uplink { get; }

    public Sender Sender { get; }

    public Switchboard Board { get; }

    public Climb Climb { get; }

    public Liveness Liveness { get; }

    public Negotiator Negotiator { get; }

    public Renewer Renewer { get; }

    public Arrivals Arrivals { get; }

    public SessionCalls Calls { get; }

    /// <summary>What client and server both have; nothing before the first session.</summary>
    public Ladder Ladder { get; private set; } = new([]);

    public Credential Credential { get; private set; }

    public TimeSpan Heartbeat { get; private set; } = TimeSpan.FromSeconds(15);

    public Task<SessionClosed> Closed => _closed.Task;

    public Task FirstOpened => _firstOpened.Task;

    /// <summary>Whether any session was open yet.</summary>
    public bool WasOpen { get; private set; }

    /// <summary>Whether there is a session at the moment.</summary>
    public bool HasSession { get; private set; }

    /// <summary>Whether connections are made and kept: there is a session, and nobody closes it.</summary>
    public bool IsLive => HasSession && _closing is null && !IsOver;

    public bool IsClosing => _closing is not null;

    /// <summary>When something last tried to reach the server.</summary>
    public TimeSpan LastTry => HasSession ? Board.LastTry : Negotiator.Begun;

    public bool IsOver => Status.State == ClientState.Closed;

    /// <summary>Whether messages may be posted: not where the WebSocket is the only transport that may be used.</summary>
    public bool MayPost => Ladder.Rungs is not [TransportNames.WebSocket];

    /// <summary>Monotonic time since the session was made.</summary>
    public TimeSpan Now => Time.GetElapsedTime(_start);

    private Alarm AckAlarm { get; }

    /// <summary>A timestamp of the clock on the scale of <see cref="Now"/>.</summary>
    public TimeSpan At(long timestamp) => Time.GetElapsedTime(_start, timestamp);

    /// <summary>Where a transport of the server is.</summary>
    public string PathOf(string transport) => Array.Find(_offered, offered => offered.Name == transport)!.Path;

    public void Start()
    {
        Network.Start();
        ThreadPool.UnsafeQueueUserWorkItem(static core => core.Turn.Run(core.Negotiator.First), this, preferLocal: false);
    }

    public void Opened(NegotiateResponse answer)
    {
        var renewed = WasOpen;
        (WasOpen, HasSession, _failures) = (true, true, 0);
        Credential = Credential.TryParse(answer.Session, out var credential) ? credential : default;
        _offered = [.. answer.Transports.Where(offered => Settings.Transports.Contains(offered.Name))];
        Ladder = new Ladder(Settings.Transports.Where(name => Array.Exists(_offered, offered => offered.Name == name)));
        if (Ladder.Rungs.Count == 0)
        {
            Over(new SessionClosed("transports-none", 0, "The server offers none of the transports that may be used."));
            return;
        }

        Outbox.Limits = new UpstreamLimits(
            answer.Limits.Message, Math.Max(answer.Limits.Body, 2 * Uplink.ControlRoom), Math.Max(1, answer.Limits.Upstream.Messages), answer.Limits.Upstream.Bytes);
        (Acks.WindowMessages, Acks.WindowBytes) = (Math.Max(1, answer.Limits.Window.Messages), Math.Max(1, answer.Limits.Window.Bytes));
        Heartbeat = TimeSpan.FromSeconds(Math.Clamp(answer.Heartbeat, 0.1, 3600));
        Hold.Offered(TimeSpan.FromSeconds(Math.Clamp(answer.Hold, 0, 3600)));
        Uplink.Restart();
        Inbox.Restart(answer.Position);
        Outbox.Received(answer.Received);
        foreach (var fail in answer.Fails)
        {
            Outbox.Fail(fail.Number, fail.Code);
        }

        Outbox.Ack(answer.Handled);
        Outbox.DropTooLarge();
        foreach (var message in answer.Messages)
        {
            Inbox.Take(message, Now);
        }

        StartBehindTheFloor(answer);
        Status.Opened(answer.Session.Id, renewed);
        Status.Become(ClientState.Open, "negotiated");
        _firstOpened.Settle(null);
        Board.TakeFloor("negotiated");
        Board.Comply();
    }

    /// <summary>What an <c>attached</c> says of our messages.</summary>
    public void Attached(AttachedFrame frame)
    {
        Outbox.Received(frame.Received);
        Outbox.Ack(frame.Handled);
        Uplink.Suspect.Known(Outbox.Known);
    }

    /// <summary>An exchange worked.</summary>
    public void Worked(string why)
    {
        _failures = 0;
        if (IsLive)
        {
            Status.Become(ClientState.Open, why);
        }
    }

    /// <summary>The active connection ended; the floor is taken.</summary>
    public void Fell(CarrierEnd end) => _failures = Math.Max(_failures, end.IsOurs ? 0 : 1);

    /// <summary>An exchange of the floor failed: the first may be the end of a connection that had worked, after the second nothing answers.</summary>
    public void FloorFailed(CarrierEnd end)
    {
        if (++_failures > 1)
        {
            Status.Become(ClientState.Reconnecting, end.Detail.Length > 0 ? end.Detail : end.Code);
        }
    }

    /// <summary>Does what the end of a carrier demands of the whole session; false where it concerns that carrier alone.</summary>
    public bool Obey(CarrierEnd end)
    {
        if (!HasSession || IsOver)
        {
            return true;
        }

        if (!end.IsOurs)
        {
            return false;
        }

        if (end.Is(CloseCode.Reauthenticate))
        {
            Renewer.Begin();
            if (Board.Active is { CarriesUp: true } or Attachment)
            {
                Board.DropAll();
                Board.TakeFloor("reauthenticate");
            }

            return true;
        }

        switch (end.Action)
        {
            case CloseAction.Renegotiate when _closing is null:
                Lost(end);
                return true;
            case CloseAction.Renegotiate or CloseAction.Stop:
                Over(new SessionClosed(end.Code, end.Number, end.Detail));
                return true;
            default:
                return false;
        }
    }

    /// <summary>A way that was left behind ended.</summary>
    public void ObeyRetired(CarrierEnd end)
    {
        if (end.IsOurs && end.Action is CloseAction.Renegotiate or CloseAction.Stop)
        {
            Obey(end);
        }
    }

    /// <summary>The credentials are good again.</summary>
    public void Renewed() => Worked("renewed");

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

    public void Close(string reason)
    {
        if (IsOver || _closing is not null)
        {
            return;
        }

        Negotiator.Drop();
        Renewer.Drop();
        Sender.Drop();
        _closing = Closing.Begin(this, reason);
    }

    /// <summary>It is over: nothing of it is left when this returns but what the application has yet to read.</summary>
    public void Over(SessionClosed closed)
    {
        if (IsOver)
        {
            return;
        }

        Status.Become(ClientState.Closed, closed.Code);
        Board.DropAll();
        Status.Move(null, closed.Code);
        HasSession = false;
        Negotiator.Drop();
        Renewer.Drop();
        Sender.Drop();
        _closing?.Drop();
        Arrivals.Drop();
        Answerer.Close();
        Network.Dispose();
        var isOurs = closed.Code == CloseCode.ClosedByClient.Name();
        var error = Fault.Over(closed, isOurs || !WasOpen ? isOurs ? "closed" : closed.Code : "closed");
        Outbox.FailAll(message => message.FailCode is { } code ? Fault.NotHandled(code) : error);
        Requests.FailAll(error);
        Board.FailWishes(error);
        _firstOpened.Settle(Fault.Over(closed, closed.Code));
        Alarms.Dispose();
        Inbox.Close();
        _closed.TrySetResult(closed);
        Http.Dispose();
    }

    /// <summary>The session is gone: another one begins, with what may move to it.</summary>
    private void Lost(CarrierEnd end)
    {
        HasSession = false;
        Board.DropAll();
        Renewer.Drop();
        Sender.Drop();
        Uplink.Restart();
        Requests.Lose(Outbox);
        Outbox.Lose();
        Status.Become(ClientState.Reconnecting, end.Code);
        Status.Move(null, end.Code);
        Callbacks.Post(() => Events.GapReceived(new MessageGap(0, 0, Session: true)));
        Negotiator.Again(end.RetryAfter);
    }

    /// <summary>A rung that the server lists behind the floor is one that it has seen fail from here.</summary>
    private void StartBehindTheFloor(NegotiateResponse answer)
    {
        var listed = answer.Transports.Select(static offered => offered.Name).ToList();
        var floor = listed.IndexOf(Ladder.Floor);
        foreach (var rung in Ladder.Rungs.Where(rung => listed.IndexOf(rung) > floor && Ladder.IsAbove(rung, Ladder.Floor) && !Verdicts.Holds(rung)))
        {
            Verdicts.Failed(rung, "listed-last");
        }
    }

    /// <summary>Ends every turn: each part looks at what has changed and begins what is due.</summary>
    private void Settle()
    {
        if (!HasSession || IsOver)
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

    private void Broke(Exception error) => Over(new SessionClosed("client-fault", 0, error.ToString()));
}
