using System.Buffers;

namespace MultiTransport.Protocol.Tests;

/// <summary>A buffer that gives out as little as it was asked for, or a little more, and spoils what was not written.</summary>
internal sealed class ExactBuffer(int more = 0) : IBufferWriter<byte>
{
    private readonly List<byte> _written = [];
    private byte[] _given = [];

    public byte[] Written => [.. _written];

    public void Advance(int count)
    {
        _written.AddRange(_given.AsSpan(0, count));
        _given = [];
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        _given = new byte[Math.Max(1, sizeHint) + more];
        _given.AsSpan().Fill(0xEE);
        return _given;
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
