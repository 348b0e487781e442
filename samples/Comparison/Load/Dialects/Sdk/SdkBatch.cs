namespace MultiTransport.Load.Dialects.Sdk;

/// <summary>What a client has to act on after the frames of one carrier, or of a piece of it.</summary>
internal ref struct SdkBatch
{
    public bool HasPing;
    public ReadOnlySpan<byte> Ping;

    /// <summary>Messages that were counted, and how many of them were repetitions, all in front.</summary>
    public int Messages;
    public int Repetitions;

    /// <summary>The code of the <c>close</c> that ended the carrier; 0 where it goes on.</summary>
    public long CloseCode;
}
