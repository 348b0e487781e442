using BenchmarkDotNet.Attributes;
using MultiTransport.Protocol;

namespace MultiTransport.Benchmarks.Micro;

/// <summary>A message from a client through its handler and back; its echo is read and acked.</summary>
[MemoryDiagnoser]
public class UpstreamBenchmarks
{
    private readonly byte[] _frames = new byte[MessageFrames.EncodedLength(64)];
    private Session? _session;
    private Connection? _connection;
    private long _position;

    [GlobalSetup]
    public void Open()
    {
        MessageFrames.Write(_frames, FrameType.Text, default, Message.FromText(new string('x', 64)).Payload.Span);
        (_session, _connection) = new Bench(static () => new DelegateHandler(static (session, message) => session.SendAsync(message))).Open();
    }

    [Benchmark]
    public void ReceiveEchoReadAck()
    {
        var carrier = new UpstreamCarrier(_position, _connection, mayCarryMessages: true);
        _session!.Receive(ref carrier, _frames);
        _position = carrier.Position;
        carrier.Dispose();
        Bench.ReadAndAck(_session, _connection!);
    }
}
