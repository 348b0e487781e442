using MultiTransport.Benchmarks.Generator;

namespace MultiTransport.Benchmarks.Dialects.Sdk;

/// <summary>PROTOCOL.md 7.1.</summary>
internal sealed class SdkWebSocketClient : SdkClient
{
    private static readonly byte[] Upgrade =
        WebSocketStream.Upgrade(Target.Path + "/ws", "Sec-WebSocket-Protocol: multitransport.v1\r\n");

    private readonly WebSocketStream _stream;
    private ClientSocket? _connection;
    private bool _isOpen;

    public SdkWebSocketClient(ClientSetup setup, int number)
        : base(setup, number, "sdk ws") => _stream = new WebSocketStream(OnUpgraded, OnFrame);

    protected override bool UpstreamIsAnswered => false;

    protected override void Attach(ClientSocket connection)
    {
        _connection = connection;
        connection.Receiver = _stream;
        connection.Send(Upgrade);
    }

    protected override void Send(ReadOnlySpan<byte> message) => Write(Message(Frames.Start(), message));

    private void OnUpgraded() => Write(Frames.Start().Attach(Session, AttachMode.Take, Downstream.Renew()).Bytes);

    private void OnFrame(byte opcode, ReadOnlySpan<byte> payload)
    {
        if (opcode != WebSocketStream.Binary)
        {
            throw Fault($"a WebSocket frame of type {opcode}");
        }

        var batch = default(SdkBatch);
        Read(Downstream, payload, ref batch);
        if (batch.CloseCode != 0)
        {
            throw Fault($"closed with {batch.CloseCode}");
        }

        if (!_isOpen)
        {
            _isOpen = true;
            Opened();
        }

        if (batch.HasPing)
        {
            Write(Frames.Start().Frame(FrameType.Pong, batch.Ping).Bytes);
        }

        if (batch.HasText)
        {
            Echoed(batch.Text);
        }
    }

    private void Write(ReadOnlySpan<byte> frames) => _connection!.Send(_stream.Write(WebSocketStream.Binary, frames));
}
