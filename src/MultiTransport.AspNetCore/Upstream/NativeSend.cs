using System.Buffers;
using System.Globalization;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>POST on the bare URL: one message up (PROTOCOL.md, section 8.5).</summary>
internal static class NativeSend
{
    private const string NumberHeader = "MultiTransport-Number";
    private const int MaxDigits = 20;

    public static async Task HandleAsync(HttpContext context, EndpointRuntime endpoint)
    {
        if (await OriginGate.RefuseAsync(context, endpoint).ConfigureAwait(false))
        {
            return;
        }

        if (Find(context, endpoint, out var session, out var number) is { } refusal)
        {
            await Problem.WriteAsync(context, refusal).ConfigureAwait(false);
            return;
        }

        var wire = endpoint.Wire.Attribute(context, session!);
        using var body = await RequestBody.ReadAsync(context, endpoint.Options.MaxMessageBytes, endpoint.Registry.Budget).ConfigureAwait(false);
        if (body.IsTooLarge)
        {
            await Problem.WriteAsync(context, CloseCode.MessageTooLarge, endpoint).ConfigureAwait(false);
            return;
        }

        wire?.Up(body.Memory.Length, 1);
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
            await Problem.WriteAsync(context, refusal, endpoint).ConfigureAwait(false);
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
        answer.Write("{\"number\":"u8);
        number.TryFormat(answer.GetSpan(MaxDigits), out var digits, provider: CultureInfo.InvariantCulture);
        answer.Advance(digits);
        answer.Write(isHandled ? ",\"handled\":true}"u8 : ",\"handled\":false}"u8);
        context.Response.ContentLength = answer.WrittenCount;
        await context.Response.Body.WriteAsync(answer.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Finds the session that the request names; why not, where there is none.</summary>
    private static Refusal? Find(HttpContext context, EndpointRuntime endpoint, out Session? session, out long number)
    {
        (session, number) = (null, 0);
        var credential = context.Request.Headers[NativeOpening.SessionHeader].ToString();
        if (credential.Length == 0)
        {
            return Malformed("session-required", $"The header {NativeOpening.SessionHeader} is missing; what opened the session told its value. Open one with GET first.");
        }

        const int length = SessionId.TextLength;
        if (credential.Length != (2 * length) + 1 || credential[length] != '.'
            || !SessionId.TryParse(credential.AsSpan(0, length), out var id)
            || !SessionSecret.TryParse(credential.AsSpan(length + 1), out var secret))
        {
            return Malformed("session-malformed", $"The header {NativeOpening.SessionHeader} is not ID.SECRET, twice {length} base64url characters.");
        }

        var text = context.Request.Headers[NumberHeader].ToString();
        if (text.Length > 0 && (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number is < 1 or > Varint.MaxValue))
        {
            return Malformed("number-malformed", $"The header {NumberHeader} is '{LogText.Clean(text)}'; accepted is a whole number from 1 to {Varint.MaxValue}.");
        }

        var fault = endpoint.Find(id, secret, context, out session);
        if (fault != CloseCode.None)
        {
            return Refusal.Of(fault, endpoint);
        }

        return session!.IsNegotiated && number == 0
            ? Malformed("number-required", $"The session was opened by negotiate, so its client counts: say with {NumberHeader} which message this is.")
            : null;
    }

    private static Refusal Malformed(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);

    private static MessageKind KindOf(string? contentType)
    {
        if (contentType is null || contentType.StartsWith("text/", StringComparison.OrdinalIgnoreCase))
        {
            return MessageKind.Text;
        }

        if (!Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(contentType, out var type))
        {
            return MessageKind.Text;
        }

        return type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            ? MessageKind.Text
            : MessageKind.Binary;
    }
}
