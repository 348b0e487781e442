using System.Buffers;

namespace MultiTransport.AspNetCore;

/// <summary>How a held response writes what it reads from the bus.</summary>
internal interface IFrameFormat
{
    /// <summary>The response's content type.</summary>
    string ContentType { get; }

    /// <summary>Writes what comes before the first frame, if anything does; it leaves together with the headers.</summary>
    void Open(IBufferWriter<byte> output)
    {
    }

    /// <summary>Writes one frame, or nothing where the client has no use for it.</summary>
    void Write(IBufferWriter<byte> output, in OutgoingFrame frame);
}
