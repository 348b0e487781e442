using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace MultiTransport;

/// <summary>A rented piece of the log's storage. It is returned when no entry and no reader refers to it any more.</summary>
internal sealed class Segment
{
    private const int PooledLength = 4096;
    private const int MostPooled = 1024; // of each length: 4 MB at most of the usual one

    // The shared pool keeps 32 a core, and many sessions that are acked at the same time give back more than that at once.
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(PooledLength, MostPooled);

    private byte[]? _array;
    private int _used;
    private int _references;

    public ReadOnlyMemory<byte> Slice(int offset, int length) => _array.AsMemory(offset, length);

    /// <summary>Room for <paramref name="length"/> bytes, counted as one reference; false when this segment has no such room.</summary>
    public bool TryReserve(int length, out int offset, out Span<byte> room)
    {
        offset = _used;
        if (_array is null || _array.Length - _used < length)
        {
            room = default;
            return false;
        }

        room = _array.AsSpan(offset, length);
        _used += length;
        _references++;
        return true;
    }

    public void Rent(int length, ByteBudget budget)
    {
        _array = PoolOf(length).Rent(length);
        budget.Rent(_array.Length);
    }

    [MemberNotNullWhen(true, nameof(_array))]
    public bool IsRented => _array is not null;

    public void AddReference() => _references++;

    public void Release(ByteBudget budget)
    {
        if (--_references > 0 || _array is null)
        {
            return;
        }

        budget.Return(_array.Length);
#if DEBUG
        _array.AsSpan().Fill(0xDD);
#endif
        PoolOf(_array.Length).Return(_array);
        _array = null;
        _used = 0;
    }

    private static ArrayPool<byte> PoolOf(int length) => length <= PooledLength ? Pool : ArrayPool<byte>.Shared;
}
