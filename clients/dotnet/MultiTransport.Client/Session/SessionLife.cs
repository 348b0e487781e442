using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>The life of a session: it opens, it works or fails, it is lost and another one begins, it is over.</summary>
internal sealed class SessionLife(SessionCore core)
{
    private readonly TaskCompletionSource<SessionClosed> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SendOutcome _firstOpened = new();
    private Closing? _closing;
    private int _failures;

    public Task<SessionClosed> Closed => _closed.Task;

    public Task FirstOpened => _firstOpened.Task;

    /// <summary>Whether any session was open yet.</summary>
    public bool WasOpen { get; private set; }

    /// <summary>Whether there is a session at the moment.</summary>
    public bool HasSession { get; private set; }

    /// <summary>Whether the application has asked for the end.</summary>
    public bool IsClosing => _closing is not null;

    public void Opened(NegotiateResponse answer)
    {
        var renewed = WasOpen;
        (WasOpen, HasSession, _failures) = (true, true, 0);
        var terms = core.Terms = Terms.Of(answer, core.Settings.Transports);
        if (terms.Ladder.Rungs.Count == 0)
        {
            Over(new SessionClosed("transports-none", 0, "The server offers none of the transports that may be used."));
            return;
        }

        core.Outbox.Limits = terms.Upstream;
        (core.Acks.WindowMessages, core.Acks.WindowBytes) = (terms.Window.Messages, terms.Window.Bytes);
        core.Hold.Offered(terms.Hold);
        core.Uplink.Restart();
        core.Reports.Restart();
        core.Inbox.Restart(answer.Position);
        core.Outbox.Received(answer.Received);
        foreach (var fail in answer.Fails)
        {
            core.Outbox.Fail(fail.Number, fail.Code);
        }

        core.Outbox.Ack(answer.Handled);
        core.Outbox.DropTooLarge();
        foreach (var rung in terms.BehindTheFloor().Where(rung => !core.Verdicts.Holds(rung)))
        {
            core.Verdicts.Failed(rung, "listed-last");
        }

        core.Status.Opened(answer.Session.Id, renewed);
        core.Status.Become(ClientState.Open, "negotiated");
        core.Board.ShowFloor("negotiated");
        foreach (var message in answer.Messages)
        {
            core.Inbox.Take(message, core.Now);
        }

        _firstOpened.Settle(null);
        core.Board.TakeFloor("negotiated");
        core.Board.Wishes.Comply();
    }

    /// <summary>An exchange worked.</summary>
    public void Worked(string why)
    {
        _failures = 0;
        if (core.IsLive)
        {
            core.Status.Become(ClientState.Open, why);
        }
    }

    /// <summary>The active connection ended; the floor is taken.</summary>
    public void Fell(CarrierEnd end) => _failures = Math.Max(_failures, end.IsOurs ? 0 : 1);

    /// <summary>An exchange of the floor failed: the first may be the end of a connection that had worked, after the second nothing answers.</summary>
    public void FloorFailed(CarrierEnd end)
    {
        if (++_failures > 1)
        {
            core.Status.Become(ClientState.Reconnecting, end.Detail.Length > 0 ? end.Detail : end.Code);
        }
    }

    /// <summary>Does what the end of a carrier demands of the whole session; false where it concerns that carrier alone.</summary>
    public bool Obey(CarrierEnd end)
    {
        if (!HasSession || core.IsOver || IsClosing)
        {
            return true;
        }

        if (!end.IsOurs)
        {
            return false;
        }

        if (end.Is(CloseCode.Reauthenticate))
        {
            core.Renewer.Begin();
            if (core.Board.Active is Attachment)
            {
                core.Board.DropAll();
                core.Board.TakeFloor("reauthenticate");
            }

            return true;
        }

        switch (end.Action)
        {
            case CloseAction.Renegotiate:
                Lost(end);
                return true;
            case CloseAction.Stop:
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

    public void Close(string reason)
    {
        if (core.IsOver || _closing is not null)
        {
            return;
        }

        core.Negotiator.Drop();
        core.Renewer.Drop();
        core.Sender.Drop();
        _closing = Closing.Begin(core, reason);
    }

    /// <summary>It is over: nothing of it is left when this returns but what the application has yet to read.</summary>
    public void Over(SessionClosed closed)
    {
        if (core.IsOver)
        {
            return;
        }

        core.Status.Become(ClientState.Closed, closed.Code);
        core.Board.DropAll();
        core.Status.Move(null, closed.Code);
        HasSession = false;
        core.Negotiator.Drop();
        core.Renewer.Drop();
        core.Sender.Drop();
        _closing?.Drop();
        core.Arrivals.Drop();
        core.Answerer.Close();
        core.Network.Dispose();
        var error = Fault.Over(closed, FailCode.Closed);
        core.Topics.Over(error);
        core.Outbox.FailAll(message => message.FailCode is { } code ? Fault.NotHandled(code) : error);
        core.Requests.FailAll(error);
        core.Board.Wishes.FailAll(error);
        _firstOpened.Settle(Fault.Over(closed, closed.Code));
        core.Alarms.Dispose();
        core.Inbox.Close();
        _closed.TrySetResult(closed);
        core.Http.Dispose();
    }

    /// <summary>The session is gone: another one begins, with what may move to it.</summary>
    private void Lost(CarrierEnd end)
    {
        HasSession = false;
        core.Board.DropAll();
        core.Renewer.Drop();
        core.Sender.Drop();
        core.Uplink.Restart();
        core.Requests.Lose(core.Outbox);
        core.Outbox.Lose();
        core.Topics.Lose();
        core.Status.Become(ClientState.Reconnecting, end.Code);
        core.Status.Move(null, end.Code);
        core.Callbacks.Post(() => core.Events.GapReceived(new MessageGap(0, 0, Session: true)));
        core.Negotiator.Again(end.RetryAfter);
    }
}
