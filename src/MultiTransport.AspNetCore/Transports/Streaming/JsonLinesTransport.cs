using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.Streaming;

/// <summary>JSON lines for curl and fetch (PROTOCOL.md, section 8.3).</summary>
internal sealed class JsonLinesTransport : INativeTransport
{
    public IReadOnlyList<string> MediaTypes { get; } = ["application/x-ndjson", "application/jsonl"];

    public string Transport => TransportNames.Streaming;

    public async Task HandleAsync(HttpContext context, EndpointRuntime endpoint)
    {
        var attachment = await NativeOpening.OpenOrResumeAsync(context, endpoint).ConfigureAwait(false);
        if (attachment.Session is not { } session)
        {
            await Problem.WriteAsync(context, attachment.Refusal!).ConfigureAwait(false);
            return;
        }

        await NativeHeldResponse.RunAsync(context, endpoint, session, attachment, Transport, new JsonLinesFormat(attachment)).ConfigureAwait(false);
    }
}
