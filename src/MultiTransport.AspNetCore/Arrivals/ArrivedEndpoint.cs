using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>Tells a client how its WebSocket handshake arrived (PROTOCOL.md, section 7.7).</summary>
internal static class ArrivedEndpoint
{
    private const int MaxBody = 64;

    public static async Task HandleAsync(HttpContext context, EndpointRuntime endpoint)
    {
        ArrivedResponse answer;
        using (var body = await RequestBody.ReadAsync(context, MaxBody).ConfigureAwait(false))
        {
            if (body.IsTooLarge || !Arrivals.TryParse(Encoding.Latin1.GetString(body.Memory.Span), out var token))
            {
                await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "token-malformed", "The body must be the token of a handshake (?try=): 128 random bits as 22 base64url characters.").ConfigureAwait(false);
                return;
            }

            answer = endpoint.Arrivals.Find(token);
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(answer, NegotiateJson.Default.ArrivedResponse);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted).ConfigureAwait(false);
    }
}
