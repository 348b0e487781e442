using System.Buffers;
using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.Streaming;

/// <summary>One held response of length-prefixed frames; content filters that hold <c>text/*</c> let it through.</summary>
internal sealed class StreamTransport : ITransport, IFrameFormat
{
    public string Name => TransportNames.Streaming;

    public int Rank => 2;

    public string Path => "stream";

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Post];

    public string Why => "passes filters that hold text";

    public string ContentType => "application/octet-stream";

    public Task HandleAsync(HttpContext context, EndpointRuntime endpoint) => SdkHeldResponse.HandleAsync(context, endpoint, Name, this);

    public void Write(IBufferWriter<byte> output, in OutgoingFrame frame) => output.Write(frame.Frames.Span);
}
