namespace MultiTransport.Server.Api.Publishing;

/// <summary>A batch under an idempotency key: what it was, and what has become of each part so far. Whoever works on it has its turn.</summary>
internal sealed class Batch(string scope, byte[] digest, int parts, long at)
{
    /// <summary>Who published under which key.</summary>
    public string Scope { get; } = scope;

    /// <summary>The hash of its content.</summary>
    public ReadOnlyMemory<byte> Digest { get; } = digest;

    /// <summary>When it came first.</summary>
    public long At { get; } = at;

    /// <summary>Where a part is done, what became of it.</summary>
    public PublishOutcome?[] Done { get; } = new PublishOutcome?[parts];

    /// <summary>Held by the one request that works on it.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);
}
