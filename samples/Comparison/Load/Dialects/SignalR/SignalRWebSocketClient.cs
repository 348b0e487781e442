namespace MultiTransport.Load.Dialects.SignalR;

internal sealed class SignalRWebSocketClient : SignalRClient
{
    private readonly WebSocketStream _stream;
    private ClientSocket? _connection;

    public SignalRWebSocketClient(ClientSetup setup, int number)
        : base(setup, number, "websocket") => _stream = new WebSocketStream(setup.Traffic, OnUpgraded, OnFrame);

    public override bool UpstreamIsAnswered => false;

    public override void Send(ReadOnlySpan<byte> message, bool isBinary = false) =>
        _connection!.Send(_stream.Write(WebSocketStream.Text, SignalRMessages.Invocation(message)));

    protected override void Attach(ClientSocket connection)
    {
        _connection = connection;
        connection.Receiver = _stream;
        connection.SendHead(Setup.Get(Url, RequestKind.WebSocket));
    }

    private void OnUpgraded() => _connection!.Send(_stream.Write(WebSocketStream.Text, SignalRMessages.Handshake));

    private void OnFrame(byte opcode, ReadOnlySpan<byte> payload)
    {
        if (opcode == WebSocketStream.Text)
        {
            Read(payload);
        }
        else if (opcode == WebSocketStream.Ping)
        {
            _connection!.Send(_stream.Write(WebSocketStream.Pong, payload));
        }
    }
}
