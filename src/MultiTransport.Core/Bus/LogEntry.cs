namespace MultiTransport;

/// <summary>One numbered message in the log: its frames, either a part of a segment or a shared message.</summary>
internal readonly struct LogEntry(long number, byte type, object owner, int offset, int length)
{
    private readonly long _numberAndType = (number << 8) | type; // in one word: a client that acks late has hundreds of entries, and each is memory that is cold

    public long Number => _numberAndType >> 8;

    public int Offset { get; } = offset;

    public int Length { get; } = length;

    public byte Type => (byte)_numberAndType;

    public Segment? Segment => owner as Segment;

    public SharedMessage? Shared => owner as SharedMessage;

    public ReadOnlyMemory<byte> Frames => owner is Segment segment ? segment.Slice(Offset, Length) : ((SharedMessage)owner).Frames;
}
