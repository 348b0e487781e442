using System.Text;

namespace MultiTransport;

/// <summary>One message of the application, text or binary.</summary>
/// <remarks>A message that a handler is given is valid until the handler's task completes; copy what must live longer.</remarks>
public readonly struct Message(MessageKind kind, ReadOnlyMemory<byte> payload)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Text or binary.</summary>
    public MessageKind Kind { get; } = kind;

    /// <summary>The bytes; UTF-8 where <see cref="Kind"/> is <see cref="MessageKind.Text"/>.</summary>
    public ReadOnlyMemory<byte> Payload { get; } = payload;

    /// <summary>Makes a text message.</summary>
    /// <exception cref="ArgumentException">The text holds an unpaired surrogate, which UTF-8 cannot carry.</exception>
    public static Message FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return new Message(MessageKind.Text, StrictUtf8.GetBytes(text));
        }
        catch (EncoderFallbackException fault)
        {
            throw new ArgumentException(
                $"The text holds an unpaired surrogate at index {fault.Index}, which UTF-8 cannot carry. Send it as binary or mend the text.", nameof(text), fault);
        }
    }

    /// <summary>Makes a binary message; the bytes are not copied.</summary>
    public static Message FromBinary(ReadOnlyMemory<byte> payload) => new(MessageKind.Binary, payload);

    /// <summary>The payload as a string.</summary>
    public string GetText() => Encoding.UTF8.GetString(Payload.Span);

    /// <summary>A copy that outlives the handler.</summary>
    public Message ToOwned() => new(Kind, Payload.ToArray());
}
