using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>
/// Where a native client stands in each of the topics that its request names: the last part of its places (PROTOCOL.md, section 14.6).
/// It follows what is written to the client, so it stays with one response.
/// </summary>
internal sealed class TopicStands
{
    private const int EpochBytes = 6;
    private const int EpochLength = 8;
    private const int CheckBytes = 2;
    private const int MaxBytes = EpochBytes + CheckBytes + (TopicWish.MaxTopics * Varint.MaxLength);

    private readonly string[] _names;
    private readonly long[] _positions;
    private readonly byte[] _head = new byte[EpochBytes + CheckBytes];

    private TopicStands(string[] names, string epoch, long[] positions)
    {
        (_names, _positions) = (names, positions);
        Epoch = epoch;
        Base64Url.DecodeFromChars(epoch, _head);
        Check(names, _head.AsSpan(EpochBytes));
    }

    /// <summary>Names the store that counted.</summary>
    public string Epoch { get; private set; }

    public long this[int index] => _positions[index];

    /// <summary>Where the client stands when its session has just been opened; null where no place could say so.</summary>
    public static TopicStands? Of(string[] names, string epoch, long[] positions) =>
        epoch.Length == EpochLength && Base64Url.IsValid(epoch) ? new TopicStands(names, epoch, positions) : null;

    /// <summary>Reads the last part of a place; null where it is none, or of other topics than <paramref name="names"/>.</summary>
    public static TopicStands? Parse(ReadOnlySpan<char> text, string[] names)
    {
        Span<byte> bytes = stackalloc byte[MaxBytes];
        Span<byte> check = stackalloc byte[CheckBytes];
        if (names.Length == 0 || text.IndexOfAnyExcept(Alphabet) >= 0
            || Base64Url.DecodeFromChars(text, bytes, out _, out var length) != OperationStatus.Done || length < EpochBytes + CheckBytes)
        {
            return null;
        }

        Check(names, check);
        if (!check.SequenceEqual(bytes.Slice(EpochBytes, CheckBytes)))
        {
            return null;
        }

        var rest = (ReadOnlySpan<byte>)bytes[(EpochBytes + CheckBytes)..length];
        var positions = new long[names.Length];
        foreach (ref var position in positions.AsSpan())
        {
            if (!Varint.TryRead(rest, out position, out var read) || read != Varint.Length(position))
            {
                return null;
            }

            rest = rest[read..];
        }

        return rest.IsEmpty ? new TopicStands(names, Base64Url.EncodeToString(bytes[..EpochBytes]), positions) : null;
    }

    /// <summary>Notes what is written to the client.</summary>
    public void Move(string topic, long position)
    {
        var index = Array.IndexOf(_names, topic);
        if (index >= 0)
        {
            _positions[index] = position;
        }
    }

    /// <summary>Its topic is counted in another epoch from now on. Of several they share one, and the others may not be: then the old one stays, and a lost session is told of it.</summary>
    public void Begin(string epoch, long position)
    {
        if (_names.Length == 1 && epoch.Length == EpochLength && Base64Url.IsValid(epoch))
        {
            Base64Url.DecodeFromChars(epoch, _head);
            (Epoch, _positions[0]) = (epoch, position);
        }
    }

    /// <summary>The last part of a place, with its dot.</summary>
    public override string ToString()
    {
        var text = new ArrayBufferWriter<byte>();
        Write(text);
        return Encoding.ASCII.GetString(text.WrittenSpan);
    }

    /// <summary>Writes the last part of a place, with its dot.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        Span<byte> bytes = stackalloc byte[MaxBytes];
        _head.CopyTo(bytes);
        var length = _head.Length;
        foreach (var position in _positions)
        {
            length += Varint.Write(bytes[length..], position);
        }

        output.Write("."u8);
        Base64Url.EncodeToUtf8(bytes[..length], output.GetSpan(Base64Url.GetEncodedLength(length)), out _, out var written);
        output.Advance(written);
    }

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static void Check(string[] names, Span<byte> check)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(names.Select(static name => name + "\n"))), hash);
        hash[..CheckBytes].CopyTo(check);
    }
}
