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
        var attachment = NativeOpening.OpenOrResume(context, endpoint);
        if (attachment.Session is not { } session)
        {
            await NativeOpening.RefuseAsync(context, attachment).ConfigureAwait(false);
            return;
        }

        var connection = session.AttachNative(
            new ConnectionRequest(Transport, ReaderMode.Native, static state => ((HttpContext)state).Abort(), context), attachment.Position);
        var code = CloseCode.None;
        try
        {
            code = await HeldResponse.RunAsync(context, endpoint, connection, new JsonLinesFormat(attachment)).ConfigureAwait(false);
        }
        finally
        {
            session.Detach(connection, code);
        }
    }
}
