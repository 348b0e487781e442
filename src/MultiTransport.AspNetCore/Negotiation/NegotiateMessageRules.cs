using System.Text;
using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>What the first messages of a negotiate body must satisfy.</summary>
internal static class NegotiateMessageRules
{
    /// <summary>Why they are refused, or null.</summary>
    public static Refusal? Check(IReadOnlyList<NegotiateMessage> messages, EndpointRuntime endpoint)
    {
        if (messages.Count > endpoint.Options.InboxMessages)
        {
            return Malformed($"messages has {messages.Count} entries; accepted are at most {endpoint.Options.InboxMessages} ({nameof(SessionOptions.InboxMessages)}).");
        }

        var sum = 0L;
        for (var i = 0; i < messages.Count; i++)
        {
            if (Shape(messages[i]) is { } fault)
            {
                return Malformed($"messages[{i}] {fault}.");
            }

            var length = Length(messages[i]);
            var most = endpoint.Options.MaxMessageBytes + (messages[i].Frame is { } frame ? Session.HeadOf(frame[0]) : 0);
            if (length > most)
            {
                return new Refusal(
                    StatusCodes.Status413PayloadTooLarge, CloseCode.MessageTooLarge.Name(), $"messages[{i}] has {length} bytes; accepted are at most {most} ({nameof(SessionOptions.MaxMessageBytes)}).");
            }

            sum += length;
        }

        // One message alone may be over it, as on any carrier.
        return sum > endpoint.Options.InboxBytes && messages.Count > 1
            ? Malformed($"messages has {sum} bytes in all; accepted are at most {endpoint.Options.InboxBytes} ({nameof(SessionOptions.InboxBytes)}).")
            : null;
    }

    private static string? Shape(NegotiateMessage? message) => message switch
    {
        null => "is null; accepted is an object with text, binary or frame",
        { Text: not null, Binary: null, Frame: null } or { Text: null, Binary: not null, Frame: null } => null,
        { Text: null, Binary: null, Frame: { } frame } => Shape(frame),
        _ => "must have one of text, binary and frame",
    };

    private static string? Shape(byte[] frame) => frame switch
    {
        [] => "has a frame without a byte; accepted is the base64 of a frame's type and payload",
        [FrameType.Text or FrameType.Binary, ..] => "has a frame of text or binary; those are written as text or binary",
        [var type, ..] when FrameType.IsOfServer(type) => $"has a frame of type 0x{frame[0]:X2}, which only servers send",
        _ => FrameType.IsNumbered(frame[0]) ? null : $"has a frame of type 0x{frame[0]:X2}, which is not numbered; accepted are requests, responses, publishes and other numbered frames, without a length before the type",
    };

    private static int Length(NegotiateMessage message) => message.Binary?.Length ?? message.Frame?.Length - 1 ?? Encoding.UTF8.GetByteCount(message.Text!);

    private static Refusal Malformed(string detail) => new(StatusCodes.Status400BadRequest, "body-malformed", detail);
}
