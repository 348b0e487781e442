using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>Opens a session with its first messages, once per key, and says what the client can use (PROTOCOL.md, section 6).</summary>
internal static class NegotiateEndpoint
{
    public static async Task HandleAsync(HttpContext context, EndpointRuntime endpoint)
    {
        if (await OriginGate.RefuseAsync(context, endpoint).ConfigureAwait(false))
        {
            return;
        }

        NegotiateRequest? request;
        using (var body = await RequestBody.ReadAsync(context, endpoint.Options.MaxBodyBytes, endpoint.Registry.Budget).ConfigureAwait(false))
        {
            if (body.IsTooLarge)
            {
                await Problem.WriteAsync(context, CloseCode.BodyTooLarge, endpoint).ConfigureAwait(false);
                return;
            }

            if (!TryParse(body.Memory.Span, out request, out var fault))
            {
                await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "body-malformed", fault).ConfigureAwait(false);
                return;
            }
        }

        var answer = NegotiateRules.Check(request!, endpoint) is { } broken
            ? NegotiateAnswer.Refused(broken)
            : await AnswerAsync(context, endpoint, request!).ConfigureAwait(false);
        endpoint.Log.Negotiated(answer.Refusal);
        if (answer.Refusal is { } refusal)
        {
            await Problem.WriteAsync(context, refusal).ConfigureAwait(false);
            return;
        }

        Count(context, endpoint, request!, answer);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private static void Count(HttpContext context, EndpointRuntime endpoint, NegotiateRequest request, NegotiateAnswer answer)
    {
        if (endpoint.Wire.IsOn && endpoint.Registry.Find(answer.Session) is { } session && endpoint.Wire.Attribute(context, session, IWireMeter.Negotiate) is { } wire)
        {
            wire.Up(SessionOpening.PayloadOf(request.Messages ?? []), request.Messages?.Count ?? 0);
            wire.Down(answer.Payload, answer.Messages);
        }
    }

    private static bool TryParse(ReadOnlySpan<byte> body, out NegotiateRequest? request, out string fault)
    {
        (request, fault) = (new NegotiateRequest(), "");
        if (body.IsEmpty)
        {
            return true;
        }

        try
        {
            request = JsonSerializer.Deserialize(body, NegotiateJson.Default.NegotiateRequest);
            fault = request is null ? "The body is null; accepted is a JSON object, or nothing." : "";
        }
        catch (JsonException malformed)
        {
            fault = $"The body is not the JSON of a negotiate request, at {malformed.Path ?? "$"} (line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine}). Accepted is an object as in PROTOCOL.md, section 6, or nothing.";
        }
        catch (InvalidOperationException)
        {
            fault = "A string in the body holds an unpaired surrogate, which UTF-8 cannot carry.";
        }

        return fault.Length == 0;
    }

    private static Task<NegotiateAnswer> AnswerAsync(HttpContext context, EndpointRuntime endpoint, NegotiateRequest request)
    {
        if (request.Renew is { } renew)
        {
            return Task.FromResult(Renewal.Answer(context, endpoint, renew));
        }

        var owner = SessionOwners.Of(context, endpoint.Options);
        return request.Key is { } key
            ? endpoint.Keys.GetOrAdd(new NegotiateKey(endpoint.Sessions, owner.UserId, key), endpoint.Options.NegotiateKeyLife, OpenAsync)
            : OpenAsync();

        Task<NegotiateAnswer> OpenAsync() => SessionOpening.OpenAsync(
            endpoint, owner, endpoint.Networks.Enter(context.Connection.RemoteIpAddress, ProxyFingerprint.Of(context.Request)), request);
    }
}
