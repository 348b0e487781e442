using System.Buffers;
using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.ServerSentEvents;

/// <summary>One held <c>text/event-stream</c> response.</summary>
internal sealed class ServerSentEventsTransport : ITransport, IFrameFormat
{
    public string Name => TransportNames.ServerSentEvents;

    public int Rank => 1;

    public string Path => "sse";

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Post];

    public string Why => "one long response, plain HTTP";

    public string ContentType => "text/event-stream";

    public Task HandleAsync(HttpContext context, EndpointRuntime endpoint) => SdkHeldResponse.HandleAsync(context, endpoint, Name, this);

    public void Write(IBufferWriter<byte> output, in OutgoingFrame frame)
    {
        if (frame.IsFiller)
        {
            output.Write(":\n\n"u8);
        }
        else if (frame.Shared is { } shared)
        {
            output.Write(shared.Events);
        }
        else
        {
            EventFraming.WriteEvents(output, frame.Frames.Span);
        }
    }
}
