using MultiTransport.Protocol;

namespace MultiTransport;

public sealed partial class Session
{
    private readonly bool _isKeyed;
    private Connection? _active;
    private Connection? _candidate;
    private AttemptGuard _attempts;
    private long _lastConnection;
    private long _lastSeen;
    private long _activeSince;
    private long _lastAttachment;
    private bool _isProven;
    private bool _isNative;

    /// <summary>Attaches an SDK client's connection; the caller has checked the secret.</summary>
    internal CloseCode Attach(in AttachFrame frame, in ConnectionRequest request, out Connection? connection)
    {
        connection = null;
        _isProven = true;
        CloseCode fault;
        TransitionEffects effects = default;
        lock (Bus.Gate)
        {
            fault = Admit(frame);
            if (fault == CloseCode.None && frame.Mode != AttachMode.Send)
            {
                connection = Create(request, frame.Nonce, frame.Acked);
                connection.IsTrailing = request.Mode == ReaderMode.Downstream && (frame.Mode == AttachMode.Probe || IsTrailing(request.Transport));
                var kind = frame.Mode == AttachMode.Take ? SessionEventKind.Take : SessionEventKind.Probe;
                effects = Apply(new SessionEvent(kind, connection.Number), connection, frame.Received);
                _trail.Attached(connection.Transport, connection.AttachedAt, carries: frame.Mode == AttachMode.Take);
            }
        }

        effects.Settle();
        if (fault == CloseCode.SessionConflict)
        {
            Abort(fault, "Two clients use one secret.");
        }
        else if (connection is not null)
        {
            Observer.Attached(this, connection.Transport, frame.Mode == AttachMode.Probe);
        }

        return fault;
    }

    /// <summary>Attaches a native client at a place; what it has up to <paramref name="position"/> is acknowledged by that.</summary>
    internal Connection AttachNative(in ConnectionRequest request, long position)
    {
        Connection connection;
        TransitionEffects effects;
        lock (Bus.Gate)
        {
            Bus.Ack(Math.Min(position, Bus.Log.Written));
            _isNative = request.Mode == ReaderMode.Native;
            connection = Create(request, nonce: 0, acked: 0);
            connection.IsTrailing = request.Mode == ReaderMode.Native && (Options.TrailingWrites || Network?.IsBehind == true);
            effects = Apply(new SessionEvent(SessionEventKind.Take, connection.Number), connection, position);
            _trail.Attached(connection.Transport, connection.AttachedAt, carries: true);
        }

        effects.Settle();
        Observer.Attached(this, connection.Transport, isCandidate: false);
        return connection;
    }

    /// <summary>An adapter's last word: its carrier has ended.</summary>
    internal void Detach(Connection connection, CloseCode code)
    {
        bool isOver;
        TransitionEffects effects;
        lock (Bus.Gate)
        {
            code = code == CloseCode.None ? connection.CutCode : code;
            connection.Reader.Dispose();
            connection.Leave();
            _trail.Detached(connection.Transport, Time.GetTimestamp(), code);
            var wasActive = _active == connection;
            effects = Apply(new SessionEvent(SessionEventKind.Leave, connection.Number), null, 0);
            isOver = _state.Phase != SessionPhase.Closed && Bus.Completed is not null && wasActive && Bus.Log.Count == 0;
        }

        effects.Settle();
        LetGo(connection);
        Observer.Detached(this, connection.Transport, code, Time.GetElapsedTime(connection.AttachedAt));
        if (isOver)
        {
            Abort(CloseCode.Closed);
        }
    }

    /// <summary>What the answer to a request without an attachment says: where the session stands upstream.</summary>
    internal AttachedFrame Standing(in AttachFrame frame)
    {
        lock (Bus.Gate)
        {
            return new AttachedFrame
            {
                Nonce = frame.Nonce,
                Received = Upstream.Received,
                Handled = Upstream.TryGetFail(frame.Acked, out var failed, out _) ? failed - 1 : Upstream.Handled,
            };
        }
    }

    /// <summary>The first failure above <paramref name="number"/> and not above <paramref name="handled"/>.</summary>
    internal bool TryGetFail(long number, long handled, out long failed, out string code)
    {
        lock (Bus.Gate)
        {
            return Upstream.TryGetFail(number, out failed, out code) && failed <= handled;
        }
    }

    internal long Handled
    {
        get
        {
            lock (Bus.Gate)
            {
                return Upstream.Handled;
            }
        }
    }

    internal void Touch(Connection? connection)
    {
        var now = Time.GetTimestamp();
        _isProven = true;
        _lastSeen = now;
        if (connection is not null)
        {
            connection.LastSeen = now;
            connection.PingedAt = 0;
        }
    }

    private CloseCode Admit(in AttachFrame frame)
    {
        if (_state.Phase == SessionPhase.Closed)
        {
            return Bus.Completed.GetValueOrDefault().Code;
        }

        // What only sends is told apart by its numbers: it may overtake an attach, or be overtaken by one.
        var attempt = frame.Mode == AttachMode.Send ? CloseCode.None : _attempts.Check(frame.Attempt, frame.Nonce);
        if (attempt != CloseCode.None)
        {
            return attempt;
        }

        if (frame.Received > Bus.Log.Written)
        {
            return CloseCode.ReceivedInvalid;
        }

        return frame.Acked > Upstream.Handled ? CloseCode.PositionInvalid : CloseCode.None;
    }

    private CloseCode OnPromote(ref UpstreamCarrier carrier, in PromoteFrame promote)
    {
        string? transport = null;
        TransitionEffects effects = default;
        lock (Bus.Gate)
        {
            if (promote.Received > Bus.Log.Written)
            {
                return CloseCode.ReceivedInvalid;
            }

            if (_candidate is { } candidate && candidate.Number == promote.Connection)
            {
                if (carrier.Connection == candidate && promote.Upstream > Upstream.Received)
                {
                    return CloseCode.PositionAhead;
                }

                transport = candidate.Transport;
                _trail.Promoted(transport);
                SetTrailing(candidate, promote.Trailing);
                effects = Apply(new SessionEvent(SessionEventKind.Promote, promote.Connection), candidate, promote.Received);
            }
        }

        if (carrier.Connection?.Number == promote.Connection && transport is not null)
        {
            carrier.Position = promote.Upstream;
            carrier.MayCarryMessages = true;
        }

        if (transport is not null)
        {
            effects.Settle();
            Observer.Promoted(this, transport);
            if (promote.Trailing)
            {
                Network?.Behind();
            }
        }

        return CloseCode.None;
    }

    private Connection Create(in ConnectionRequest request, ulong nonce, long acked)
    {
        var reader = new BusReader(this, request.Mode, nonce, acked) { ConnectionNumber = ++_lastConnection };
        var now = Time.GetTimestamp();
        Network?.Attached(request.Transport);
        return new Connection(request.Transport, reader, now, request.Abort, request.AbortState)
        {
            WrittenAtPing = Bus.Log.Written,
            HoldUntil = request.Hold is { } hold ? now + EndpointRuntime.Ticks(hold) : 0,
        };
    }

    /// <summary>Gate held. Moves the state and makes the connections follow it; the caller settles the effects without the gate.</summary>
    private TransitionEffects Apply(SessionEvent happened, Connection? connection, long position)
    {
        var before = _state;
        var transition = SessionTransition.From(before, happened);
        _state = transition.Next;
        var superseded = new CloseReason(CloseCode.Superseded, "");
        BusReader? endedActive = null, endedCandidate = null;
        if (transition.EndsActive != 0)
        {
            endedActive = EndLocked(ref _active, superseded);
        }

        if (transition.EndsCandidate != 0)
        {
            endedCandidate = EndLocked(ref _candidate, superseded);
        }

        switch (happened.Kind)
        {
            case SessionEventKind.Take:
            case SessionEventKind.Promote when _state.Active == happened.Connection && before.Active != happened.Connection:
                _active = connection;
                _isPolling = connection!.HoldUntil != 0;
                _candidate = _state.Candidate == 0 ? null : _candidate;
                Bus.Activate(connection.Reader, position);
                break;
            case SessionEventKind.Probe:
                _candidate = connection;
                break;
            case SessionEventKind.Leave when happened.Connection == before.Active:
                Bus.Deactivate(_active!.Reader);
                _active = null;
                break;
            case SessionEventKind.Leave when happened.Connection == before.Candidate:
                _candidate = null;
                break;
        }

        if (_state.Active == 0 && before.Active != 0)
        {
            _detachedSince = Time.GetTimestamp();
            _lastAttachment = _detachedSince - _activeSince;
        }
        else if (_state.Active != before.Active)
        {
            _activeSince = Time.GetTimestamp();
        }

        var activated = Bus.Active is { } reader && reader.TryTakeWaiter() ? reader : null;
        return new TransitionEffects(endedActive, endedCandidate, activated);
    }

    /// <summary>Gate held. Ends a connection's reader; the result is to be woken without the gate.</summary>
    private BusReader? EndLocked(ref Connection? connection, CloseReason reason)
    {
        if (connection is null)
        {
            return null;
        }

        var reader = connection.Reader;
        connection = null;
        Bus.Deactivate(reader);
        reader.End(reason);
        return reader.TryTakeWaiter() ? reader : null;
    }
}
