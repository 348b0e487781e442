namespace MultiTransport.Load.Dialects.SocketIo;

/// <summary><c>transports: ["websocket"]</c>.</summary>
internal sealed class SocketIoWebSocketClient : LoadClient
{
    private readonly WebSocketStream _stream;
    private ClientSocket? _connection;

    public SocketIoWebSocketClient(ClientSetup setup, int number)
        : base(setup, number, "Socket.IO websocket") => _stream = new WebSocketStream(setup.Traffic, () => { }, OnFrame);

    public override bool UpstreamIsAnswered => false;

    public override void Open()
    {
        _connection = Connect(_stream);
        _connection.SendHead(Setup.Get("/socket.io/?EIO=4&transport=websocket", RequestKind.WebSocket));
    }

    public override void Send(ReadOnlySpan<byte> message, bool isBinary = false) => Write(SocketIoPackets.Event(message));

    private void OnFrame(byte opcode, ReadOnlySpan<byte> packet)
    {
        if (opcode != WebSocketStream.Text)
        {
            return;
        }

        if (SocketIoPackets.TryReadEvent(packet, out var text))
        {
            OnMessage(text);
        }
        else if (SocketIoPackets.IsOpen(packet))
        {
            Write(SocketIoPackets.Connect);
        }
        else if (SocketIoPackets.IsConnected(packet))
        {
            OnOpened();
        }
        else if (packet.SequenceEqual(SocketIoPackets.Ping))
        {
            Write(SocketIoPackets.Pong);
        }
    }

    private void Write(ReadOnlySpan<byte> packet) => _connection!.Send(_stream.Write(WebSocketStream.Text, packet));
}
