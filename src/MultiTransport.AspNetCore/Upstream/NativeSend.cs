using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>POST on the bare URL: one message up (PROTOCOL.md, section 8.5).</summary>
internal static class NativeSend
{
    private const string NumberHeader = "MultiTransport-Number";

    public static async Task HandleAsync(HttpContext context, EndpointRuntime endpoint)
    {
        if (await OriginGate.RefuseAsync(context, endpoint).ConfigureAwait(false))
        {
            return;
        }

        var fault = TryFind(context, endpoint, out var session, out var number, out var detail);
        if (fault.Length > 0)
        {
            var status = StatusOf(fault);
            await Problem.WriteAsync(context, status, fault, detail, Problem.ActionOf(status, fault)).ConfigureAwait(false);
            return;
        }

        using var body = await RequestBody.ReadAsync(context, endpoint.Options.MaxMessageBytes).ConfigureAwait(false);
        if (body.IsTooLarge)
        {
            await Problem.WriteAsync(context, CloseCode.MessageTooLarge, Credentials.Describe(CloseCode.MessageTooLarge, endpoint)).ConfigureAwait(false);
            return;
        }

        var kind = KindOf(context.Request.ContentType);
        if (kind == MessageKind.Text && !Utf8.IsValid(body.Memory.Span))
        {
            await Problem.WriteAsync(
                context, StatusCodes.Status400BadRequest, FailCode.NotUtf8, "The body is not UTF-8; send other bytes with Content-Type: application/octet-stream.").ConfigureAwait(false);
            return;
        }

        await TakeAsync(context, endpoint, session!, kind, body, number).ConfigureAwait(false);
    }

    private static async Task TakeAsync(HttpContext context, EndpointRuntime endpoint, Session session, MessageKind kind, RequestBody body, long number)
    {
        var refusal = session.ReceiveBare(null, kind, body.Memory.Span, number, out var taken);
        if (refusal == CloseCode.FlowViolation)
        {
            await Problem.WriteAsync(
                context, StatusCodes.Status429TooManyRequests, "inbox-full", $"The handler is behind: {Credentials.Describe(refusal, endpoint)}", CloseAction.Resume).ConfigureAwait(false);
            return;
        }

        if (refusal != CloseCode.None)
        {
            await Problem.WriteAsync(context, refusal, Credentials.Describe(refusal, endpoint)).ConfigureAwait(false);
            return;
        }

        var isHandled = await session.WaitForHandledAsync(taken, endpoint.Options.HandlerWait).ConfigureAwait(false);
        if (session.TryGetFail(taken - 1, taken, out _, out var code))
        {
            await Problem.WriteAsync(context, StatusCodes.Status500InternalServerError, code, "The application's handler failed; the message was taken and is not handed over again.").ConfigureAwait(false);
            return;
        }

        await AnswerAsync(context, taken, isHandled).ConfigureAwait(false);
    }

    private static async Task AnswerAsync(HttpContext context, long number, bool isHandled)
    {
        context.Response.StatusCode = isHandled ? StatusCodes.Status200OK : StatusCodes.Status202Accepted;
        context.Response.ContentType = "application/json";
        using var answer = new PooledBuffer();
        using (var json = new Utf8JsonWriter(answer))
        {
            json.WriteStartObject();
            json.WriteNumber("number"u8, number);
            json.WriteBoolean("handled"u8, isHandled);
            json.WriteEndObject();
        }

        context.Response.ContentLength = answer.WrittenCount;
        await context.Response.Body.WriteAsync(answer.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }

    private static string TryFind(HttpContext context, EndpointRuntime endpoint, out Session? session, out long number, out string detail)
    {
        (session, number) = (null, 0);
        var credential = context.Request.Headers[NativeOpening.SessionHeader].ToString();
        if (credential.Length == 0)
        {
            detail = $"The header {NativeOpening.SessionHeader} is missing; what opened the session told its value. Open one with GET first.";
            return "session-required";
        }

        const int length = SessionId.TextLength;
        if (credential.Length != (2 * length) + 1 || credential[length] != '.'
            || !SessionId.TryParse(credential.AsSpan(0, length), out var id)
            || !SessionSecret.TryParse(credential.AsSpan(length + 1), out var secret))
        {
            detail = $"The header {NativeOpening.SessionHeader} is not ID.SECRET, twice {length} base64url characters.";
            return "session-malformed";
        }

        var text = context.Request.Headers[NumberHeader].ToString();
        if (text.Length > 0 && (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number is < 1 or > Varint.MaxValue))
        {
            detail = $"The header {NumberHeader} is '{LogText.Clean(text)}'; accepted is a whole number from 1 to {Varint.MaxValue}.";
            return "number-malformed";
        }

        var fault = endpoint.Registry.Find(id, secret, endpoint.Sessions, SessionOwners.UserOf(context.User), out session);
        if (fault == CloseCode.None && session!.AreCredentialsExpired)
        {
            fault = CloseCode.Reauthenticate;
        }

        detail = fault == CloseCode.None ? "" : Credentials.Describe(fault, endpoint);
        return fault == CloseCode.None ? "" : fault.Name();
    }

    private static int StatusOf(string code) => code switch
    {
        "session-required" or "session-malformed" or "number-malformed" => StatusCodes.Status400BadRequest,
        _ => Problem.CloseCodeOf(code).HttpStatus() is var status and >= 400 ? status : StatusCodes.Status409Conflict,
    };

    private static MessageKind KindOf(string? contentType)
    {
        if (!Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(contentType, out var type))
        {
            return MessageKind.Text;
        }

        return type.Type.Equals("text", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            ? MessageKind.Text
            : MessageKind.Binary;
    }
}
