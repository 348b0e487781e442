using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>The body of a negotiate with the messages that ride on it; a repetition sends the very same bytes.</summary>
internal sealed class NegotiateBody
{
    private const int MaxMessages = 256;
    private const int MaxEscaped = 256 * 1024;

    private static readonly NegotiateJson Json = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // texts would be up to six times as long; no browser reads this as html
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    });

    private NegotiateBody(byte[] bytes, int messages, TimeSpan made)
    {
        Bytes = bytes;
        Messages = messages;
        Made = made;
    }

    public byte[] Bytes { get; }

    /// <summary>How many messages ride on it.</summary>
    public int Messages { get; }

    public TimeSpan Made { get; }

    public static NegotiateBody Of(SessionCore core, bool withMessages)
    {
        var messages = withMessages ? First(core.Outbox) : [];
        core.Outbox.WrittenThrough(messages.Count, core.Time.GetTimestamp());
        var request = new NegotiateRequest
        {
            Key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)),
            Transports = core.Settings.Transports,
            Failed = [.. core.Verdicts.Holding.Select(static record => new FailedTransport { Name = record.Transport, Reason = record.Reason })],
            Messages = messages.Count > 0 ? messages : null,
        };
        return new NegotiateBody(JsonSerializer.SerializeToUtf8Bytes(request, Json.NegotiateRequest), messages.Count, core.Now);
    }

    public static byte[] OfRenewal(Credential credential) =>
        JsonSerializer.SerializeToUtf8Bytes(new NegotiateRequest { Renew = credential.ToWire() }, Json.NegotiateRequest);

    /// <summary>The messages at the head of the line.</summary>
    private static List<NegotiateMessage> First(Outbox outbox)
    {
        var messages = new List<NegotiateMessage>();
        var room = MaxEscaped;
        for (var number = 1; messages.Count < MaxMessages && outbox.Find(number) is { } message; number++)
        {
            var payload = message.CopyPayload();
            room -= message.Type == FrameType.Text ? Escaped(payload) : (payload.Length * 4 / 3) + 8;
            if (room < 0 || message.Length > outbox.Limits.Message)
            {
                break;
            }

            messages.Add(message.Type switch
            {
                FrameType.Text => new NegotiateMessage { Text = Encoding.UTF8.GetString(payload) },
                FrameType.Binary => new NegotiateMessage { Binary = payload },
                _ => new NegotiateMessage { Frame = [message.Type, .. payload] },
            });
        }

        return messages;
    }

    /// <summary>The most bytes that a text takes as JSON.</summary>
    private static int Escaped(byte[] utf8)
    {
        var length = 0;
        foreach (var octet in utf8)
        {
            length += octet switch { < 0x20 => 6, (byte)'"' or (byte)'\\' => 2, < 0x7F => 1, _ => 6 };
        }

        return length;
    }
}
