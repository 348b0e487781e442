using System.Net.WebSockets;

namespace MultiTransport.Testing;

/// <summary>Section 7.1: frames both ways in binary messages.</summary>
internal sealed class WebSocketCarrier(ProtocolClient client, WireAttachMode mode) : HeldCarrier(client, TransportName.WebSocket, mode)
{
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(2);

    private readonly AsyncPulse _pulse = new();
    private readonly System.Collections.Concurrent.ConcurrentQueue<WireFrame> _controls = new();
    private readonly WireReader _frames = new();
    private bool _promoting;
    private bool _promoted;
    private bool _closing;
    private UpstreamCursor? _cursor;
    private long _pinged;

    public override bool CarriesUpstream => true;

    public override void Poke() => _pulse.Set();

    /// <summary>Sends a ping: the round trip that proves a candidate.</summary>
    public void Ping()
    {
        _controls.Enqueue(WireFrame.Ping(1, 2, 3));
        _pulse.Set();
    }

    /// <summary>Sends promote, and whatever waits behind it.</summary>
    public void Promote()
    {
        _promoting = true;
        _pulse.Set();
    }

    /// <summary>Sends close after everything before it.</summary>
    public void CloseSession()
    {
        _closing = true;
        _pulse.Set();
    }

    protected override async Task<CarrierEnd> CarryAsync()
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("multitransport.v1");
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        socket.Options.HttpVersion = Client.Options.HttpVersion;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.CollectHttpResponseDetails = true;
        foreach (var (name, value) in Client.Options.AttachHeaders)
        {
            socket.Options.SetRequestHeader(name, value);
        }

        var address = new UriBuilder(Client.AddressOf(Transport));
        address.Scheme = address.Scheme == "https" ? "wss" : "ws";
        try
        {
            await socket.ConnectAsync(address.Uri, Http.Invoker, Life.Token).ConfigureAwait(false);
        }
        catch (WebSocketException error) when (socket.HttpStatusCode is not (0 or System.Net.HttpStatusCode.SwitchingProtocols))
        {
            return CarrierEnd.Of((int)socket.HttpStatusCode, null) with { Reason = $"HTTP {(int)socket.HttpStatusCode} for a WebSocket: {error.Message}" };
        }

        return await ConverseAsync(socket).ConfigureAwait(false);
    }

    private async Task<CarrierEnd> ConverseAsync(ClientWebSocket socket)
    {
        _promoted = Mode == WireAttachMode.Take;
        _cursor = _promoted ? Client.Outbox.OpenCursor() : null;
        var batch = _cursor is null ? Client.Outbox.Nothing() : Client.Outbox.Take(_cursor, Client.Options.BatchBytes);
        Client.CountersOf(Transport).CountUp(batch.Count);
        var (attach, body) = Client.Compose(Mode, TimeSpan.Zero, batch, pongs: false, out var acks);
        var receiver = new CarrierReceiver(Client, Transport, attach) { Pinged = Pong };
        var writing = Task.CompletedTask;
        try
        {
            await socket.SendAsync(body, WebSocketMessageType.Binary, true, Life.Token).ConfigureAwait(false);
            Client.Inbox.Written(acks);
            writing = WriteAsync(socket, receiver);
            return await ReadAsync(socket, receiver).ConfigureAwait(false);
        }
        finally
        {
            await Life.CancelAsync().ConfigureAwait(false);
            await writing.ConfigureAwait(false);
            _pulse.Dispose();
            if (_cursor is not null)
            {
                Client.Outbox.Close(_cursor);
            }
        }
    }

    private async Task<CarrierEnd> ReadAsync(ClientWebSocket socket, CarrierReceiver receiver)
    {
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(), Life.Token).ConfigureAwait(false);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                return await ClosedAsync(socket, receiver).ConfigureAwait(false);
            }

            if (read.MessageType == WebSocketMessageType.Text)
            {
                throw new WireFormatException("a WebSocket text message");
            }

            _frames.Append(buffer.AsSpan(0, read.Count));
            while (_frames.TryRead(out var frame))
            {
                receiver.Process(frame);
            }

            if (read.EndOfMessage && _frames.HasPartial)
            {
                throw new WireFormatException("a WebSocket message ends inside a frame");
            }

            Alive(receiver);
            _pulse.Set();
        }
    }

    private async Task<CarrierEnd> ClosedAsync(ClientWebSocket socket, CarrierReceiver receiver)
    {
        var status = (int?)socket.CloseStatus ?? 1005;
        if (socket.State == WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Life.Token).ConfigureAwait(false);
        }

        if (receiver.Close is not { } close)
        {
            Client.Violation($"the WebSocket was closed with {status} and no close frame");
            return status is >= 4000 and < 5000 ? new CarrierEnd(CarrierEndKind.Closed, status, "no close frame") : CarrierEnd.Cut($"WebSocket close {status}");
        }

        if (status != (close.Code == 4304 ? 1009 : close.Code))
        {
            Client.Violation($"close({close.Code}) was followed by WebSocket close {status}");
        }

        return CarrierEnd.Of(close);
    }

    private async Task WriteAsync(ClientWebSocket socket, CarrierReceiver receiver)
    {
        try
        {
            while (true)
            {
                var batch = Next(receiver);
                if (batch.Count == 0)
                {
                    await _pulse.WaitAsync(Wait(receiver), Client.Time, Life.Token).ConfigureAwait(false);
                    continue;
                }

                await socket.SendAsync(WireFrame.Join(batch), WebSocketMessageType.Binary, true, Life.Token).ConfigureAwait(false);
                Client.Inbox.Written(batch);
                if (batch[^1].Type == WireFrameType.Close)
                {
                    return;
                }
            }
        }
        catch (Exception error) when (ProtocolClient.IsCut(error))
        {
            // the reader sees the same and tells
        }
    }

    private List<WireFrame> Next(CarrierReceiver receiver)
    {
        var next = new List<WireFrame>();
        while (next.Count < 1000 && _controls.TryDequeue(out var control))
        {
            next.Add(control);
        }

        if (_promoting && !_promoted && receiver.Attached.IsCompletedSuccessfully)
        {
            _promoted = true;
            _cursor = Client.Outbox.OpenCursor();
            next.Add(new WirePromote(receiver.Attached.Result.Connection, Client.Inbox.Claim(), _cursor.Position).ToFrame());
        }

        if (_cursor is null || Retired)
        {
            return next;
        }

        var batch = Client.Outbox.Take(_cursor, Client.Options.BatchBytes);
        if (next.Count > 0 || batch.Count > 0 || Client.Inbox.AckUrgent)
        {
            next.AddRange(Client.Inbox.Acks(all: false));
        }

        next.AddRange(batch.Frames);
        Client.CountersOf(Transport).CountUp(batch.Count);
        if (_closing && _cursor.Position == Client.Outbox.Last)
        {
            next.Add(WireFrame.Close(4301));
        }
        else if (PingWait() <= TimeSpan.Zero)
        {
            _pinged = Client.Time.GetTimestamp();
            next.Add(WireFrame.Ping());
        }

        return next;
    }

    private TimeSpan? Wait(CarrierReceiver receiver)
    {
        if (!receiver.Active.IsCompleted || Retired)
        {
            return null;
        }

        return (Client.Inbox.NextAck, PingWait()) switch
        {
            ({ } ack, { } ping) => ack < ping ? ack : ping,
            ({ } ack, null) => ack,
            (null, var ping) => ping,
        };
    }

    // "An unacked send older than max(2 s, 4 RTT) is followed by a ping": once per 2 s, on loopback.
    private TimeSpan? PingWait()
    {
        if (Client.Outbox.OldestAge is not { } age)
        {
            return null;
        }

        var sinceAge = PingAfter - age;
        var sincePing = _pinged == 0 ? TimeSpan.Zero : PingAfter - Client.Time.GetElapsedTime(_pinged);
        return sinceAge > sincePing ? sinceAge : sincePing;
    }

    private void Pong(byte[] payload)
    {
        _controls.Enqueue(WireFrame.Pong(payload));
        _pulse.Set();
    }
}
