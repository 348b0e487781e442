using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

/// <summary>
/// One random history of a session and a client: both send, carriers come and go, are cut, replayed and delayed, the clock jumps, and the handler is
/// quick, slow or throws. Everything happens on one thread, so that a seed tells it all.
/// </summary>
internal sealed class SessionHistory
{
    private readonly Random _random;
    private readonly World _world;
    private readonly Session _session;
    private readonly ModelServer _server;
    private readonly ModelClient _client;
    private readonly Steps _steps = new();
    private readonly List<ModelCarrier> _carriers = [];
    private readonly Dictionary<long, long> _promotions = [];
    private readonly List<Action> _delayed = [];
    private readonly List<string> _trace = [];
    private long _lastProbe;
    private bool _isQuiet;

    public SessionHistory(int seed)
    {
        _random = new Random(seed);
        _world = new World(options =>
        {
            // Tight logs drop and close their window all the time; the others must lose nothing.
            var isTight = _random.Next(3) > 0;
            options.LogMessages = isTight ? _random.Next(2, 20) : 10_000;
            options.LogBytes = isTight ? _random.Next(2_000, 20_000) : 10_000_000;
            options.MaxMessageBytes = 900;
            options.InboxMessages = _random.Next(1, 9);
            options.Overflow = _random.Next(2) == 0 ? OverflowPolicy.Disconnect : OverflowPolicy.DropOldest;
        });
        _server = new ModelServer(_world.Options);
        _client = new ModelClient(_server);
        _session = _world.Open(new ScriptedHandler { Message = Handle });
    }

    public int Messages => _server.Sent.Count + _client.Sent.Count;

    public int Lost => _client.Lost.Count;

    public IEnumerable<string> Trace => _trace;

    public void Run(int steps)
    {
        Admit(_client.Attach(_session, AttachMode.Take, 0), isDuplex: true, isHeard: true);
        for (var step = 0; step < steps; step++)
        {
            Step(_random.Next(100));
            Check();
        }

        Settle();
    }

    private void Step(int dice)
    {
        switch (dice)
        {
            case < 14:
                Note("server sends");
                Repeat(4, () => _server.Send(_session, TextOf("down", _server.Sent.Count)));
                break;
            case < 28:
                Note("client sends");
                Repeat(4, () => _client.Sent.Add(TextOf("up", _client.Sent.Count)));
                break;
            case < 42:
                Pick(carrier => !carrier.IsLeft, carrier => Pump(carrier, _random.Next(1, 8)));
                break;
            case < 54:
                Pick(carrier => !carrier.IsAbandoned, carrier => Hear(carrier, _random.Next(1, 8)));
                break;
            case < 62:
                Pick(carrier => !carrier.IsAbandoned && carrier.MayWriteMessages, Write);
                break;
            case < 70:
                Pick(carrier => !carrier.IsLeft && carrier.Up.Count > 0, Deliver);
                break;
            case < 77:
                Post();
                break;
            case < 80:
                Attach(AttachMode.Take, _random.Next(3) > 0);
                break;
            case < 83:
                Attach(AttachMode.Probe, _random.Next(2) == 0);
                break;
            case < 86:
                Pick(carrier => carrier.MayBePromoted, Promote);
                break;
            case < 88:
                Poll();
                break;
            case < 91:
                Pick(_ => true, Cut);
                break;
            case < 95 when _steps.Waiting > 0:
                FinishOne(_random.Next(4) == 0);
                break;
            case < 97:
                Pass(_random.Next(1, 15));
                break;
            case < 98 when _delayed.Count > 0:
                Note("something late arrives");
                var late = _delayed[_random.Next(_delayed.Count)];
                _delayed.Remove(late);
                late();
                break;
            case < 99:
                JumpAhead();
                break;
        }
    }

    /// <summary>The application's handler.</summary>
    private ValueTask Handle(Session session, Message message)
    {
        _server.Begin(message.GetText(), _client);
        var dice = _isQuiet ? 0 : _random.Next(10);
        if (dice is 1 or 2)
        {
            _server.Send(session, TextOf("echo", _server.Sent.Count));
        }

        if (dice >= 7)
        {
            return _steps.WaitAsync();
        }

        _server.Finish(isFailing: dice == 6);
        return dice == 6 ? throw new InvalidOperationException("told to") : default;
    }

    private void FinishOne(bool isFailing)
    {
        Note($"handler {(isFailing ? "throws" : "returns")} later");
        _server.Finish(isFailing);
        if (isFailing)
        {
            _steps.Fail(new InvalidOperationException("told to"));
        }
        else
        {
            _steps.Finish();
        }
    }

    private void Pump(ModelCarrier carrier, int most)
    {
        Note($"server reads {carrier}");
        var isActive = _session.Bus.Active == carrier.Connection.Reader;
        foreach (var frame in carrier.Pump(most))
        {
            _server.Cursor = isActive && frame.IsNumbered ? frame.Number : _server.Cursor;
        }
    }

    private void Hear(ModelCarrier carrier, int most)
    {
        for (; most > 0 && carrier.Down.TryDequeue(out var frame); most--)
        {
            Note($"client hears {carrier} '{(char)frame.Type}' {frame.Number}");
            _client.Hear(carrier, frame);
            if (frame.Type == FrameType.Ping && carrier.IsDuplex)
            {
                carrier.Up.Enqueue(Up.Pong(frame.Payload));
            }

            if (frame.Type == FrameType.Close)
            {
                ModelServer.Require(carrier.Down.Count == 0, "something follows a close");
                carrier.IsAbandoned = true;
            }
        }
    }

    /// <summary>The client writes on a carrier that goes both ways: an ack perhaps, and what comes next, in one or more WebSocket messages.</summary>
    private void Write(ModelCarrier carrier)
    {
        Note($"client writes on {carrier} after {carrier.UpPosition}");
        var batch = new List<byte[]>();
        AddAck(batch);
        for (; carrier.UpPosition < Sendable && _random.Next(8) > 0; carrier.UpPosition++)
        {
            batch.AddRange(Frames(_client.Sent[(int)carrier.UpPosition]));
        }

        while (batch.Count > 0)
        {
            var length = _random.Next(1, batch.Count + 1);
            carrier.Up.Enqueue([.. batch.Take(length).SelectMany(static frame => frame)]);
            batch.RemoveRange(0, length);
        }
    }

    private void Deliver(ModelCarrier carrier)
    {
        Note($"server receives on {carrier}");
        var fault = Receive(carrier.Up.Dequeue(), carrier.Receive);
        carrier.WasActivated |= _session.Bus.Active == carrier.Connection.Reader;

        // A promote that came too late leaves its carrier a candidate, which may carry no messages.
        ModelServer.Require(fault == CloseCode.None || (fault == CloseCode.PositionAhead && carrier.IsPromoted && !carrier.WasActivated), $"{carrier} ended {fault}");
        if (fault != CloseCode.None)
        {
            carrier.Up.Clear();
            carrier.IsAbandoned = true;
            carrier.Leave(fault);
        }
    }

    /// <summary>Frames up by a request of their own, which may be lost, repeated or late; as may be its answer.</summary>
    private void Post(long promote = 0)
    {
        var upstream = Start();
        var attach = _client.Attach(_session, AttachMode.Send, upstream);
        var batch = new List<byte[]>();
        AddAck(batch);
        if (promote > 0)
        {
            batch.Add(Up.Promote(promote, _client.Received, 0));
        }

        for (var number = upstream; number < Sendable && _random.Next(8) > 0; number++)
        {
            batch.AddRange(Frames(_client.Sent[(int)number]));
        }

        byte[] body = [.. batch.SelectMany(static frame => frame)];
        var fate = _random.Next(10);
        Note($"client posts after {upstream}, {(fate == 0 ? "lost" : fate == 1 ? "late" : fate == 2 ? "twice" : "once")}");
        if (fate == 1)
        {
            _delayed.Add(() => Exchange(attach, body));
        }

        if (fate == 2)
        {
            Exchange(attach, body);
        }

        if (fate > 1 && Exchange(attach, body) is { } answer && _random.Next(4) > 0)
        {
            _client.HearAnswer(attach.Nonce, answer);
        }
    }

    private List<ModelFrame> Exchange(AttachFrame attach, byte[] body)
    {
        var fault = _session.Attach(attach, default, out _);
        ModelServer.Require(fault is CloseCode.None or CloseCode.Stale, $"a send was refused: {fault}");
        var carrier = new UpstreamCarrier(attach.Upstream, null, mayCarryMessages: true);
        fault = Receive(body, frames => _session.Receive(ref carrier, frames));
        ModelServer.Require(fault == CloseCode.None, $"a send ended {fault}");
        carrier.Dispose();
        var handled = _session.Handled;
        var answer = new List<ModelFrame> { ModelFrame.Of(_session.Standing(attach)) };
        for (var known = attach.Acked; _session.TryGetFail(known, handled, out var failed, out var code); known = failed)
        {
            answer.Add(ModelFrame.Fail(failed, code));
        }

        answer.Add(ModelFrame.Ack(handled));
        return answer;
    }

    private void Attach(AttachMode mode, bool isDuplex)
    {
        var attach = _client.Attach(_session, mode, Start());
        var fate = _isQuiet ? 9 : _random.Next(12);
        Note($"client attaches {mode}{(isDuplex ? "" : " down")} at {attach.Received}, {(fate == 0 ? "lost" : fate == 1 ? "late" : fate == 2 ? "twice" : "once")}");
        switch (fate)
        {
            case 0:
                break;
            case 1:
                _delayed.Add(() => Admit(attach, isDuplex, isHeard: false));
                break;
            case 2:
                Admit(attach, isDuplex, isHeard: _random.Next(2) == 0);
                Admit(attach, isDuplex, isHeard: true);
                break;
            default:
                Admit(attach, isDuplex, isHeard: true);
                break;
        }
    }

    private ModelCarrier? Admit(AttachFrame attach, bool isDuplex, bool isHeard)
    {
        var wanted = new ConnectionRequest("model", isDuplex ? ReaderMode.Duplex : ReaderMode.Downstream, static _ => { }, this);
        var fault = _session.Attach(attach, wanted, out var connection);
        ModelServer.Require(fault == CloseCode.None || (fault == CloseCode.Stale && !isHeard), $"an attach was refused: {fault}");
        if (connection is null)
        {
            return null;
        }

        _server.Cursor = attach.Mode == AttachMode.Take ? attach.Received : _server.Cursor;
        _lastProbe = attach.Mode == AttachMode.Probe ? connection.Number : _lastProbe;
        var carrier = new ModelCarrier(_session, connection, attach, isDuplex) { IsAbandoned = !isHeard };
        _carriers.Add(carrier);
        return carrier;
    }

    private void Promote(ModelCarrier carrier)
    {
        Note($"client promotes {carrier} at {_client.Received}");
        carrier.IsPromoted = true;
        _promotions[carrier.Connection.Number] = _client.Received;
        if (carrier.IsDuplex)
        {
            carrier.UpPosition = Start();
            carrier.Up.Enqueue(Up.Promote(carrier.Connection.Number, _client.Received, carrier.UpPosition));
        }
        else
        {
            Post(carrier.Connection.Number);
        }
    }

    /// <summary>A short poll: up, down, over.</summary>
    private void Poll()
    {
        var attach = _client.Attach(_session, AttachMode.Take, Start());
        Note($"client polls at {attach.Received}");
        var carrier = Admit(attach, isDuplex: false, isHeard: true)!;
        var batch = new List<byte[]>();
        AddAck(batch);
        for (var number = attach.Upstream; number < Sendable && _random.Next(8) > 0; number++)
        {
            batch.AddRange(Frames(_client.Sent[(int)number]));
        }

        var fault = Receive([.. batch.SelectMany(static frame => frame)], carrier.Receive);
        ModelServer.Require(fault == CloseCode.None, $"a poll ended {fault}");
        carrier.Connection.Reader.BearsAcks = true;
        Pump(carrier, _random.Next(1, 30));
        carrier.Leave(CloseCode.Complete);
    }

    /// <summary>The carrier dies; any part of what was under way arrives before, and the server may learn of it much later.</summary>
    private void Cut(ModelCarrier carrier)
    {
        Note($"{carrier} is cut");
        if (!carrier.IsAbandoned)
        {
            Hear(carrier, _random.Next(carrier.Down.Count + 1));
            carrier.IsAbandoned = true;
        }

        carrier.Down.Clear();
        if (_random.Next(2) == 0)
        {
            while (!carrier.IsLeft && carrier.Up.Count > 0 && _random.Next(3) > 0)
            {
                Deliver(carrier);
            }

            carrier.Leave(CloseCode.None);
        }
    }

    private void JumpAhead()
    {
        Note("client jumps ahead");
        var attach = _client.Attach(_session, AttachMode.Send, _session.Upstream.Received + 1 + _random.Next(3));
        var fault = _session.Attach(attach, default, out _);
        if (fault == CloseCode.None)
        {
            var carrier = new UpstreamCarrier(attach.Upstream, null, mayCarryMessages: true);
            fault = _session.Receive(ref carrier, Up.Text("from nowhere"));
        }

        ModelServer.Require(fault == CloseCode.PositionAhead, $"a jump ahead ended {fault}");
    }

    private void Pass(int seconds)
    {
        Note($"{seconds} s pass");
        if (_session.DetachedSince is { } since && _world.Time.GetElapsedTime(since).TotalSeconds > 60)
        {
            Admit(_client.Attach(_session, AttachMode.Take, Start()), isDuplex: true, isHeard: true);
        }

        _world.Pass(seconds);
    }

    private CloseCode Receive(byte[] body, Func<byte[], CloseCode> receive)
    {
        var before = _session.Bus.Active;
        var reader = new FrameReader(body);
        if (reader.Read() == FrameReadResult.Frame && reader.Type == FrameType.Ack && NumberAndText.TryParse(reader.Payload, out var acked, out _))
        {
            _server.Ack(acked);
        }

        // The cursor must be right when the handler sends within this turn: a promote stands before all messages.
        if (PromotionIn(body) is { } promoted && promoted == _lastProbe && _session.Phase == SessionPhase.Switching)
        {
            _server.Cursor = _promotions[promoted];
        }

        var fault = receive(body);
        ModelServer.Require(before is null || _session.Bus.Active is not null, "receiving detached the session");
        return fault;
    }

    private static long? PromotionIn(byte[] body)
    {
        var reader = new FrameReader(body);
        while (reader.Read() == FrameReadResult.Frame)
        {
            if (reader.Type == FrameType.Promote && PromoteFrame.TryParse(reader.Payload, out var promote))
            {
                return promote.Connection;
            }
        }

        return null;
    }

    /// <summary>Where a new carrier may begin upstream: anywhere that the server is known to be at or beyond.</summary>
    private long Start() => _random.NextInt64(_client.Acked, _client.ServerReceived + 1);

    /// <summary>The window: the highest number that may be sent.</summary>
    private long Sendable => Math.Min(_client.Sent.Count, _client.Acked + _world.Options.InboxMessages);

    private void AddAck(List<byte[]> batch)
    {
        if (_isQuiet || _random.Next(2) == 0)
        {
            _client.Told = _isQuiet ? _client.Received : _random.NextInt64(_client.Told, _client.Received + 1);
            batch.Add(Up.Ack(_client.Told));
        }
    }

    /// <summary>A message whole or in pieces, with a control frame between them sometimes.</summary>
    private IEnumerable<byte[]> Frames(string text)
    {
        while (text.Length > 1 && _random.Next(4) == 0)
        {
            var length = _random.Next(1, text.Length);
            yield return Up.Fragment(text[..length]);
            text = text[length..];
            if (_random.Next(3) == 0)
            {
                yield return Up.Pong();
            }
        }

        yield return Up.Text(text);
    }

    private string TextOf(string kind, int index) =>
        $"{kind} {index + 1} {new string('.', _random.Next(6) == 0 ? _random.Next(800) : _random.Next(30))}";

    private void Pick(Func<ModelCarrier, bool> fits, Action<ModelCarrier> act)
    {
        var fitting = _carriers.Where(fits).ToList();
        if (fitting.Count > 0)
        {
            act(fitting[_random.Next(fitting.Count)]);
        }
    }

    private void Repeat(int most, Action action)
    {
        for (var times = _random.Next(1, most + 1); times > 0; times--)
        {
            action();
        }
    }

    private void Note(string line) => _trace.Add(line);

    private void Check()
    {
        ModelServer.Require(!_session.IsClosed, $"the session was closed: {_session.Bus.Completed}");
        _carriers.RemoveAll(static carrier => carrier.IsLeft && carrier.Down.Count == 0);
        _carriers.ForEach(static carrier => carrier.CheckWoken());
    }

    /// <summary>Faults end: one good carrier, and everything must arrive.</summary>
    private void Settle()
    {
        Note("faults end");
        _isQuiet = true;
        _delayed.Clear();
        foreach (var carrier in _carriers)
        {
            carrier.Leave(CloseCode.None);
        }

        _carriers.Clear();
        var last = Admit(_client.Attach(_session, AttachMode.Take, _client.ServerReceived), isDuplex: true, isHeard: true)!;
        for (var round = 0; round < 10_000 && !IsSettled; round++)
        {
            while (_steps.Waiting > 0)
            {
                FinishOne(isFailing: false);
            }

            Pump(last, 100);
            Hear(last, 100);
            Write(last);
            while (last.Up.Count > 0)
            {
                Deliver(last);
            }

            Check();
        }

        CheckOutcome();
        last.Leave(CloseCode.None);
        _session.Abort(CloseCode.Kicked);
        ModelServer.Require(_world.Budget.Used == 0, $"{_world.Budget.Used} bytes were not returned");
    }

    private bool IsSettled => _client.Acked == _client.Sent.Count && _client.Received == _server.Sent.Count && _session.Bus.Log.Count == 0;

    private void CheckOutcome()
    {
        ModelServer.Require(_server.Given.SequenceEqual(_client.Sent), $"the handler was given {_server.Given.Count} of {_client.Sent.Count}");
        ModelServer.Require(_client.Acked == _client.Sent.Count, $"{_client.Acked} of {_client.Sent.Count} were acked");
        ModelServer.Require(_client.Fails.SetEquals(_server.Failed), "the client knows of other failures than the server");
        ModelServer.Require(
            _client.Delivered.Count + _client.Lost.Count == _server.Sent.Count,
            $"{_client.Delivered.Count} delivered and {_client.Lost.Count} lost of {_server.Sent.Count}");
        ModelServer.Require(_session.Bus.Log.Count == 0, $"{_session.Bus.Log.Count} messages are left in the log");
    }
}
