using System.Net.WebSockets;

namespace MultiTransport.Testing;

/// <summary>Section 7.1: frames both ways in binary messages.</summary>
internal sealed class WebSocketCarrier(ProtocolClient client, WireAttachMode mode) : HeldCarrier(client, TransportName.WebSocket, mode)
{
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(2);

    private readonly AsyncPulse pulse = new();
    private readonly System.Collections.Concurrent.ConcurrentQueue<WireFrame> controls = new();
    private readonly WireReader frames = new();
    private bool promoting;
    private bool promoted;
    private bool closing;
    private UpstreamCursor? cursor;
    private long pinged;

    public override bool CarriesUpstream => true;

    public override void Poke() => pulse.Set();

    /// <summary>Sends a ping: the round trip that proves a candidate.</summary>
    public void Ping()
    {
        controls.Enqueue(WireFrame.Ping(1, 2, 3));
        pulse.Set();
    }

    /// <summary>Sends promote, and whatever waits behind it.</summary>
    public void Promote()
    {
        promoting = true;
        pulse.Set();
    }

    /// <summary>Sends close after everything before it.</summary>
    public void CloseSession()
    {
        closing = true;
        pulse.Set();
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
        promoted = Mode == WireAttachMode.Take;
        cursor = promoted ? Client.Outbox.OpenCursor() : null;
        var batch = cursor is null ? Client.Outbox.Nothing() : Client.Outbox.Take(cursor, Client.Options.BatchBytes);
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
            pulse.Dispose();
            if (cursor is not null)
            {
                Client.Outbox.Close(cursor);
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

            frames.Append(buffer.AsSpan(0, read.Count));
            while (frames.TryRead(out var frame))
            {
                receiver.Process(frame);
            }

            if (read.EndOfMessage && frames.HasPartial)
            {
                throw new WireFormatException("a WebSocket message ends inside a frame");
            }

            Alive(receiver);
            pulse.Set();
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
                    await pulse.WaitAsync(Wait(receiver), Client.Time, Life.Token).ConfigureAwait(false);
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
        while (next.Count < 1000 && controls.TryDequeue(out var control))
        {
            next.Add(control);
        }

        if (promoting && !promoted && receiver.Attached.IsCompletedSuccessfully)
        {
            promoted = true;
            cursor = Client.Outbox.OpenCursor();
            next.Add(new WirePromote(receiver.Attached.Result.Connection, Client.Inbox.Claim(), cursor.Position).ToFrame());
        }

        if (cursor is null || Retired)
        {
            return next;
        }

        var batch = Client.Outbox.Take(cursor, Client.Options.BatchBytes);
        if (next.Count > 0 || batch.Count > 0 || Client.Inbox.AckUrgent)
        {
            next.AddRange(Client.Inbox.Acks(all: false));
        }

        next.AddRange(batch.Frames);
        Client.CountersOf(Transport).CountUp(batch.Count);
        if (closing && cursor.Position == Client.Outbox.Last)
        {
            next.Add(WireFrame.Close(4301));
        }
        else if (PingWait() <= TimeSpan.Zero)
        {
            pinged = Client.Time.GetTimestamp();
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
        var sincePing = pinged == 0 ? TimeSpan.Zero : PingAfter - Client.Time.GetElapsedTime(pinged);
        return sinceAge > sincePing ? sinceAge : sincePing;
    }

    private void Pong(byte[] payload)
    {
        controls.Enqueue(WireFrame.Pong(payload));
        pulse.Set();
    }
}
