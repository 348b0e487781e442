namespace MultiTransport.Load;

/// <summary>What understands the bytes of a connection at the moment.</summary>
internal interface IReceiver
{
    /// <summary>Takes one unit off the front of <paramref name="data"/>; returns its length, or 0 where it is not whole yet.</summary>
    int Receive(Span<byte> data);
}
