namespace MultiTransport.Client;

/// <summary>Finds the frames in the bytes of a carrier, wherever they were cut on the way.</summary>
internal interface IFrameDecoder
{
    /// <summary>Whether the last byte ended a frame.</summary>
    bool IsBetweenFrames { get; }

    /// <summary>Hands whole frames over until the carrier is over.</summary>
    void Feed(ReadOnlySpan<byte> bytes, CarrierReader reader);
}
