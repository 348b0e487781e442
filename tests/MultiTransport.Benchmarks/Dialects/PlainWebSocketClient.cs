using MultiTransport.Benchmarks.Generator;

namespace MultiTransport.Benchmarks.Dialects;

/// <summary>A bare WebSocket: one text frame is one message. RAW and native speak the same.</summary>
internal sealed class PlainWebSocketClient : EchoClient
{
    private readonly string _path;
    private readonly WebSocketStream _stream;
    private ClientSocket? _connection;

    public PlainWebSocketClient(ClientSetup setup, int number, string dialect, string path)
        : base(setup, number, dialect)
    {
        _path = path;
        _stream = new WebSocketStream(Opened, OnFrame);
    }

    protected override bool UpstreamIsAnswered => false;

    public override void Open()
    {
        _connection = Connect(_stream);
        _connection.Send(WebSocketStream.Upgrade(_path));
    }

    protected override void Send(ReadOnlySpan<byte> message) => _connection!.Send(_stream.Write(WebSocketStream.Text, message));

    private void OnFrame(byte opcode, ReadOnlySpan<byte> payload)
    {
        switch (opcode)
        {
            case WebSocketStream.Text:
                Echoed(payload);
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
