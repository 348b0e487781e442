namespace MultiTransport.Benchmarks.Dialects.Sdk;

/// <summary>What a client has to act on after some frames: in a closed loop there is never more than one message.</summary>
internal ref struct SdkBatch
{
    public bool HasText;
    public ReadOnlySpan<byte> Text;
    public bool HasPing;
    public ReadOnlySpan<byte> Ping;

    /// <summary>The code of the <c>close</c> that ended the carrier; 0 where it goes on.</summary>
    public long CloseCode;
}
