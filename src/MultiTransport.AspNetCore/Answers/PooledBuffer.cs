using System.Buffers;

namespace MultiTransport.AspNetCore;

/// <summary>A growing buffer over rented arrays, for one answer.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int FirstLength = 512;

    private byte[] _array = [];

    public int WrittenCount { get; private set; }

    public ReadOnlyMemory<byte> WrittenMemory => _array.AsMemory(0, WrittenCount);

    public void Advance(int count) => WrittenCount += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(Math.Max(sizeHint, 1));
        return _array.AsMemory(WrittenCount);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        if (_array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_array);
            _array = [];
        }
    }

    private void EnsureRoom(int size)
    {
        if (_array.Length - WrittenCount >= size)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstLength, Math.Max(WrittenCount + size, 2 * _array.Length)));
        _array.AsSpan(0, WrittenCount).CopyTo(larger);
        var written = WrittenCount;
        Dispose();
        _array = larger;
        WrittenCount = written;
    }
}
