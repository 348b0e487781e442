namespace MultiTransport.Load.Dialects;

/// <summary>A bare WebSocket: one frame is one message. RAW and native speak the same.</summary>
internal sealed class PlainWebSocketClient : LoadClient
{
    private readonly byte[] _upgrade;
    private readonly WebSocketStream _stream;
    private ClientSocket? _connection;

    public PlainWebSocketClient(ClientSetup setup, int number, string dialect, string path)
        : base(setup, number, dialect)
    {
        _upgrade = setup.Get(path, RequestKind.WebSocket);
        _stream = new WebSocketStream(setup.Traffic, OnOpened, OnFrame);
    }

    public override bool UpstreamIsAnswered => false;

    public override void Open()
    {
        _connection = Connect(_stream);
        _connection.SendHead(_upgrade);
    }

    public override void Send(ReadOnlySpan<byte> message, bool isBinary = false) =>
        _connection!.Send(_stream.Write(isBinary ? WebSocketStream.Binary : WebSocketStream.Text, message));

    private void OnFrame(byte opcode, ReadOnlySpan<byte> payload)
    {
        switch (opcode)
        {
            case WebSocketStream.Text or WebSocketStream.Binary:
                OnMessage(payload);
                break;
            case WebSocketStream.Ping:
                _connection!.Send(_stream.Write(WebSocketStream.Pong, payload));
                break;
            case WebSocketStream.Pong:
                break;
            default:
                throw Fault($"a WebSocket frame of type {opcode}");
        }
    }
}
