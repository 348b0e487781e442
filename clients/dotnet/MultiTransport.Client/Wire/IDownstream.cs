namespace MultiTransport.Client;

/// <summary>Where the frames of every downstream carrier go; what a carrier answers for itself is not among them.</summary>
internal interface IDownstream
{
    /// <summary>The highest number that came, in order.</summary>
    long Received { get; }

    /// <summary>Takes the numbered frame after <see cref="Received"/>.</summary>
    void Message(byte type, ReadOnlySpan<byte> payload);

    /// <summary>These numbers will never come.</summary>
    void Gap(long from, long to);

    /// <summary>Everything up to here was handled; false where it was never sent.</summary>
    bool Ack(long number);

    /// <summary>This one was handled without success.</summary>
    void Fail(long number, string code);
}
