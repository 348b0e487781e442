using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MultiTransport;

/// <summary>The idempotency keys of late, and what was published under them; bounded in number and time, the oldest go first.</summary>
internal sealed class IdempotencyTable(long life, int capacity = IdempotencyTable.DefaultCapacity)
{
    public const int DefaultCapacity = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Topic, string Key), (long Position, UInt128 Content)> _known = [];
    private readonly Queue<((string Topic, string Key) Key, long At)> _order = new();

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _known.Count;
            }
        }
    }

    public bool TryFind(string topic, in TopicAppend append, long now, out TopicAppended found)
    {
        found = default;
        lock (_gate)
        {
            Forget(now);
            if (!_known.TryGetValue((topic, append.IdempotencyKey!), out var known))
            {
                return false;
            }

            found = new TopicAppended(known.Position, known.Content == ContentOf(append) ? TopicAppendOutcome.Repetition : TopicAppendOutcome.KeyReused);
            return true;
        }
    }

    public void Add(string topic, in TopicAppend append, long position, long now)
    {
        var key = (topic, append.IdempotencyKey!);
        lock (_gate)
        {
            _known[key] = (position, ContentOf(append));
            _order.Enqueue((key, now));
            Forget(now);
        }
    }

    private void Forget(long now)
    {
        while (_order.TryPeek(out var oldest) && (_order.Count > capacity || now - oldest.At >= life))
        {
            _known.Remove(_order.Dequeue().Key);
        }
    }

    private static UInt128 ContentOf(in TopicAppend append)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([(byte)append.Message.Kind, append.Key is null ? (byte)0 : (byte)1]);
        hash.AppendData(Encoding.UTF8.GetBytes(append.Key ?? ""));
        hash.AppendData([0]); // no key holds it
        hash.AppendData(append.Message.Payload.Span);
        Span<byte> content = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(content);
        return BinaryPrimitives.ReadUInt128BigEndian(content);
    }
}
