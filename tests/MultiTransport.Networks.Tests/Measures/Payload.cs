using System.Buffers.Binary;
using System.Text;
using MultiTransport.Conformance.Runtimes;

namespace MultiTransport.Networks.Tests.Measures;

/// <summary>The numbered messages of a cell, the same both ways: text and binary in turn, mostly small, some of 2 KB, a few of 40 KB that travel in fragments.</summary>
internal static class Payload
{
    public const int Count = 1_000;

    private const string Filling = "ä€𝄞 plain\n\r\0\"\\ ";

    public static ScenarioData Of(int number) => IsText(number) ? ScenarioData.OfText(TextOf(number)) : ScenarioData.OfBinary(BytesOf(number));

    public static Message MessageOf(int number) => IsText(number) ? Message.FromText(TextOf(number)) : Message.FromBinary(BytesOf(number));

    /// <summary>The number of a message, or null for a word.</summary>
    public static int? NumberOf(Message message) => message.Kind == MessageKind.Binary ? BinaryPrimitives.ReadInt32BigEndian(message.Payload.Span) : NumberOf(message.GetText());

    public static int? NumberOf(ScenarioData data) => data.Form == "text" ? NumberOf(data.Text) : BinaryPrimitives.ReadInt32BigEndian(data.Bytes);

    public static bool Equals(int number, Message message) => IsText(number)
        ? message.Kind == MessageKind.Text && message.GetText() == TextOf(number)
        : message.Kind == MessageKind.Binary && message.Payload.Span.SequenceEqual(BytesOf(number));

    public static bool Equals(int number, ScenarioData data) => IsText(number)
        ? data.Form == "text" && data.Text == TextOf(number)
        : data.Form == "binary" && data.Bytes.AsSpan().SequenceEqual(BytesOf(number));

    private static bool IsText(int number) => number % 2 == 0;

    private static int SizeOf(int number) => number % 249 == 0 ? 40_000 : number % 50 == 0 ? 2_000 : 8 + number % 190;

    private static string TextOf(int number)
    {
        var text = new StringBuilder($"#{number} ");
        while (text.Length < SizeOf(number) / 2)
        {
            text.Append(Filling);
        }

        return text.ToString();
    }

    private static byte[] BytesOf(int number)
    {
        var bytes = new byte[SizeOf(number)];
        for (var i = 4; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(i * 31 + number);
        }

        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static int? NumberOf(string text) => text.StartsWith('#') ? int.Parse(text.AsSpan(1, text.IndexOf(' ', StringComparison.Ordinal) - 1)) : null;
}
