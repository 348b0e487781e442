using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>Error answers: problem details (RFC 9457) with a stable code and what the client should do.</summary>
internal static class Problem
{
    public static Task WriteAsync(HttpContext context, CloseCode code, string detail) =>
        WriteAsync(context, code.HttpStatus() is var status and >= 400 ? status : 409, code.Name(), detail, code.Action());

    /// <summary>The close code of that name; none for the codes of HTTP alone.</summary>
    public static CloseCode CloseCodeOf(string code) => Enum.GetValues<CloseCode>().FirstOrDefault(known => string.Equals(known.Name(), code, StringComparison.Ordinal));

    /// <summary>What a client does after an answer with that code.</summary>
    public static CloseAction ActionOf(int status, string code) => CloseCodeOf(code) switch
    {
        CloseCode.None => status == StatusCodes.Status503ServiceUnavailable ? CloseAction.Renegotiate : CloseAction.Stop,
        var known => known.Action(),
    };

    public static async Task WriteAsync(HttpContext context, int status, string code, string detail, CloseAction action = CloseAction.Stop)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            return;
        }

        response.StatusCode = status;
        response.ContentType = "application/problem+json";
        if (status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
        {
            response.Headers.RetryAfter = Random.Shared.Next(1, 6).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        using var buffer = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("title"u8, Title(status));
            writer.WriteNumber("status"u8, status);
            writer.WriteString("code"u8, code);
            writer.WriteString("detail"u8, detail);
            writer.WriteString("action"u8, action.Name());
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
