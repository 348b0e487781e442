using System.Text;
using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

/// <summary>Frames as a client writes them.</summary>
internal static class Up
{
    public static byte[] Text(string text) => Raw(FrameType.Text, Encoding.UTF8.GetBytes(text));

    public static byte[] Binary(params byte[] payload) => Raw(FrameType.Binary, payload);

    public static byte[] Fragment(string text) => Raw(FrameType.Fragment, Encoding.UTF8.GetBytes(text));

    public static byte[] Request(long correlation, string body, char kind = 't') => Raw(FrameType.Request, Correlated(correlation, kind, body));

    public static byte[] Response(long correlation, string body, char kind = 't') => Raw(FrameType.Response, Correlated(correlation, kind, body));

    /// <summary>An operation on topics, as the JSON of its body.</summary>
    public static byte[] Operation(long correlation, string json) => Request(correlation, json, 'j');

    public static byte[] Publish(string topic, string text, string? key = null, bool isToSelf = true)
    {
        Span<byte> head = stackalloc byte[PublishPayload.MaxHead];
        var length = PublishPayload.WriteHead(head, Encoding.UTF8.GetBytes(topic), Encoding.UTF8.GetBytes(key ?? ""), isToSelf, FrameType.Text);
        return Raw(FrameType.Publish, [.. head[..length], .. Encoding.UTF8.GetBytes(text)]);
    }

    public static byte[] Ack(long number) => Raw(FrameType.Ack, Number(number));

    public static byte[] Fail(long number, string code) => Raw(FrameType.Fail, [.. Number(number), .. Encoding.UTF8.GetBytes(code)]);

    public static byte[] Ping(params byte[] payload) => Raw(FrameType.Ping, payload);

    public static byte[] Pong(params byte[] payload) => Raw(FrameType.Pong, payload);

    public static byte[] Promote(long connection, long received, long upstream) =>
        Raw(FrameType.Promote, [.. Number(connection), .. Number(received), .. Number(upstream)]);

    public static byte[] Close(CloseCode code = CloseCode.ClosedByClient, string reason = "") =>
        Raw(FrameType.Close, [.. Number((int)code), .. Encoding.UTF8.GetBytes(reason)]);

    public static byte[] Raw(byte type, byte[] payload) => [.. Number(payload.Length + 1), type, .. payload];

    private static byte[] Correlated(long correlation, char kind, string body) => [.. Number(correlation), (byte)kind, .. Encoding.UTF8.GetBytes(body)];

    private static byte[] Number(long number)
    {
        Span<byte> bytes = stackalloc byte[Varint.MaxLength];
        return bytes[..Varint.Write(bytes, number)].ToArray();
    }
}
