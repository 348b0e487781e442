using System.Buffers;
using BenchmarkDotNet.Attributes;
using MultiTransport.Protocol;

namespace MultiTransport.Benchmarks.Micro;

/// <summary>Writing a message of 64 bytes down, for one and for many.</summary>
[MemoryDiagnoser]
public class EncodingBenchmarks
{
    private readonly Message _message = Message.FromText(new string('x', 64));
    private readonly byte[] _frames = new byte[256];
    private readonly ArrayBufferWriter<byte> _output = new(1024);
    private int _length;

    [GlobalSetup]
    public void Encode() => _length = Frame();

    [Benchmark]
    public int Frame() => MessageFrames.Write(_frames, FrameType.Text, default, _message.Payload.Span);

    [Benchmark]
    public int Event()
    {
        _output.ResetWrittenCount();
        EventFraming.WriteEvents(_output, _frames.AsSpan(0, _length));
        return _output.WrittenCount;
    }

    [Benchmark]
    public object Shared() => new SharedMessage(_message);
}
