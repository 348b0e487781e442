using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace MultiTransport;

/// <summary>A rented piece of the log's storage. It is returned when no entry and no reader refers to it any more.</summary>
internal sealed class Segment
{
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
        _array = ArrayPool<byte>.Shared.Rent(length);
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
        ArrayPool<byte>.Shared.Return(_array);
        _array = null;
        _used = 0;
    }
}
