namespace MultiTransport.Load.Dialects.Sdk;

/// <summary>
/// The messages upstream that are not acked yet, in a ring whose buffers are used again: acked, known to the server, written on the present carrier, given.
/// </summary>
internal sealed class SdkOutbox(long window)
{
    private Entry[] _ring = new Entry[16];

    /// <summary>The highest number that is acked.</summary>
    public long Acked { get; private set; }

    /// <summary>The highest number that the server is known to have.</summary>
    public long Known { get; private set; }

    /// <summary>The highest number that was written on the present carrier.</summary>
    public long Written { get; private set; }

    /// <summary>The highest number that was given.</summary>
    public long Last { get; private set; }

    /// <summary>
    /// The number before the first one that is kept. A carrier counts on from where its attach began, so what was acked meanwhile is still written on it:
    /// leaving it out would give the next message its number.
    /// </summary>
    private long Kept => Math.Min(Acked, Written);

    public bool MayWrite => Written < Last && Written - Acked < window;

    public void Add(ReadOnlySpan<byte> message, bool isBinary)
    {
        if (Last - Kept == _ring.Length)
        {
            Grow();
        }

        Last++;
        ref var entry = ref At(Last);
        if (entry.Bytes is null || entry.Bytes.Length < message.Length)
        {
            entry.Bytes = new byte[message.Length];
        }

        message.CopyTo(entry.Bytes);
        entry.Length = message.Length;
        entry.IsBinary = isBinary;
    }

    /// <summary>Writes the next one; false where the window or the body is full, or there is none.</summary>
    public bool TryWrite(FrameWriter frames, int maxBody)
    {
        if (!MayWrite)
        {
            return false;
        }

        ref var entry = ref At(Written + 1);
        if (frames.Length > 0 && frames.Length + entry.Length > maxBody)
        {
            return false;
        }

        frames.Message(entry.IsBinary ? FrameType.Binary : FrameType.Text, entry.Bytes.AsSpan(0, entry.Length));
        Written++;
        return true;
    }

    /// <summary>A carrier starts: what is not known to have arrived is written again.</summary>
    public void Rewind() => Written = Known;

    public void OnKnown(long number) => Known = Math.Max(Known, number);

    public void OnAck(long number)
    {
        Acked = Math.Max(Acked, number);
        OnKnown(number);
    }

    private ref Entry At(long number) => ref _ring[number & (_ring.Length - 1)];

    private void Grow()
    {
        var old = _ring;
        _ring = new Entry[old.Length * 2];
        for (var number = Kept + 1; number <= Last; number++)
        {
            At(number) = old[number & (old.Length - 1)];
        }
    }

    private struct Entry
    {
        public byte[]? Bytes;
        public int Length;
        public bool IsBinary;
    }
}
