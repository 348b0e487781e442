namespace MultiTransport.Testing;

/// <summary>Messages for one carrier: the number before the first, the number of the last, how many, and their frames.</summary>
internal sealed record UpstreamBatch(long After, long Through, int Count, IReadOnlyList<WireFrame> Frames);
