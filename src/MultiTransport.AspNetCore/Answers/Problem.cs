using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>Error answers: problem details (RFC 9457) with a stable code and what the client should do.</summary>
internal static class Problem
{
    public static Task WriteAsync(HttpContext context, CloseCode code, EndpointRuntime endpoint) => WriteAsync(context, Refusal.Of(code, endpoint));

    public static Task WriteAsync(HttpContext context, int status, string code, string detail, CloseAction action = CloseAction.Stop) =>
        WriteAsync(context, new Refusal(status, code, detail, action));

    public static async Task WriteAsync(HttpContext context, Refusal refusal)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            return;
        }

        response.StatusCode = refusal.Status;
        response.ContentType = "application/problem+json";
        if (refusal.Status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
        {
            response.Headers.RetryAfter = Random.Shared.Next(1, 6).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        using var buffer = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("title"u8, Title(refusal.Status));
            writer.WriteNumber("status"u8, refusal.Status);
            writer.WriteString("code"u8, refusal.Code);
            writer.WriteString("detail"u8, refusal.Detail);
            writer.WriteString("action"u8, refusal.Action.Name());
            writer.WriteEndObject();
        }

        response.ContentLength = buffer.WrittenCount;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static string Title(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
}
