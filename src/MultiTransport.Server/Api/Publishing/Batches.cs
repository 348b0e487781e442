using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace MultiTransport.Server.Api.Publishing;

/// <summary>
/// The batches that came under an idempotency key lately: the same key with another content is found before anything is published, and what went to
/// sessions is not sent again. Bounded in number and time; beyond that the topics' own histories still know what they have.
/// </summary>
internal sealed class Batches(TimeProvider time, IOptions<MultiTransportServerOptions> server)
{
    private const int MostParts = 100_000;

    private readonly Dictionary<string, Batch> _batches = new(StringComparer.Ordinal);
    private readonly Queue<Batch> _oldestFirst = new();
    private readonly Lock _gate = new();
    private int _parts;

    /// <summary>The batch of that key, new or known; null where it is known with another content.</summary>
    public Batch? Enter(string scope, byte[] digest, int parts)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            Forget(now, room: parts);
            if (_batches.TryGetValue(scope, out var known))
            {
                return known.Done.Length == parts && CryptographicOperations.FixedTimeEquals(known.Digest.Span, digest) ? known : null;
            }

            var batch = new Batch(scope, digest, parts, now);
            _batches[scope] = batch;
            _oldestFirst.Enqueue(batch);
            _parts += parts;
            return batch;
        }
    }

    private void Forget(long now, int room)
    {
        while (_oldestFirst.TryPeek(out var oldest) && (_parts + room > MostParts || time.GetElapsedTime(oldest.At, now) >= server.Value.Topics.IdempotencyLife))
        {
            _oldestFirst.Dequeue();
            _batches.Remove(oldest.Scope);
            _parts -= oldest.Done.Length;
        }
    }
}
