using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.ServerSentEvents;

/// <summary>Server-sent events for EventSource and curl. Everything that an EventSource can survive is a 200, since it gives up for good on any other answer.</summary>
internal sealed class EventSourceTransport : INativeTransport
{
    private const string ContentType = "text/event-stream";

    public IReadOnlyList<string> MediaTypes { get; } = [ContentType];

    public string Transport => TransportNames.ServerSentEvents;

    public async Task HandleAsync(HttpContext context, EndpointRuntime endpoint)
    {
        var attachment = await NativeOpening.OpenOrResumeAsync(context, endpoint).ConfigureAwait(false);
        if (attachment.Session is not { } session)
        {
            await RefuseAsync(context, attachment.Refusal!).ConfigureAwait(false);
            return;
        }

        await NativeHeldResponse.RunAsync(context, endpoint, session, attachment, Transport, new EventFormat(attachment)).ConfigureAwait(false);
    }

    private static async Task RefuseAsync(HttpContext context, Refusal refused)
    {
        if (refused is { Action: CloseAction.Stop, IsOfTopics: false })
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        AnswerHeaders.ForHeld(context, ContentType);
        var text = refused.Action == CloseAction.Resume
            ? $"retry: {EventFormat.Retry()}\nevent: busy\ndata: {{\"code\":\"{refused.Code}\"}}\n\n" // without id, so that the next request bears the same place
            : refused.Action == CloseAction.Stop
            ? $"event: close\nid: {Place.Over}\ndata: {{\"code\":\"{refused.Code}\",\"reason\":\"{JsonEncodedText.Encode(refused.Detail)}\"}}\n\n"
            : $"retry: {EventFormat.Retry()}\nevent: renegotiate\nid:\ndata: {{\"code\":\"{refused.Code}\"}}\n\n";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted).ConfigureAwait(false);
    }
}
