namespace MultiTransport;

/// <summary>A received message that waits for the handler; its bytes are rented. <see cref="IsHandled"/> marks one that only keeps its place for the ack.</summary>
internal readonly record struct InboxItem(long Number, byte Type, byte[] Buffer, int Length, bool IsHandled)
{
    public ReadOnlyMemory<byte> Payload => Buffer.AsMemory(0, Length);
}
