using System.Text;

namespace MultiTransport.Comparison.Server;

/// <summary>What compression is tried on: chat messages of which no two are alike, and bytes that nothing can shorten.</summary>
internal static class SampleMessages
{
    public const string Chat = "chat";
    public const string Random = "random";

    /// <summary>So many different ones; then they come again.</summary>
    public const int Count = 512;

    private static readonly string[] Words =
        ("shall we meet at the station nine or is later train better for you have seen new design I think it looks good but colours are bit too bright " +
        "tomorrow morning works me please send document before lunch thanks again see there nobody answered yet who can help with build it fails here since").Split(' ');

    private static readonly string[] Names = ["Ada Example", "Bo Sample", "Cy Model", "Di Pattern", "Ed Instance", "Flo Specimen"];

    private static readonly byte[][] ChatMessages = NewChat();
    private static readonly byte[][] RandomMessages = NewRandom();

    public static byte[] Of(string kind, int index) => (kind == Random ? RandomMessages : ChatMessages)[index % Count];

    public static double AverageLength(string kind) => (kind == Random ? RandomMessages : ChatMessages).Average(message => message.Length);

    private static byte[][] NewChat()
    {
        var random = new Random(42);
        return [.. Enumerable.Range(0, Count).Select(_ =>
        {
            var who = random.Next(Names.Length);
            var text = string.Join(' ', Enumerable.Range(0, random.Next(3, 25)).Select(_ => Words[random.Next(Words.Length)]));
            return Encoding.UTF8.GetBytes(
                $$$"""
                {"type":"message","id":"{{{random.NextInt64():x16}}}","room":"general","from":{"id":{{{4711 + who}}},"name":"{{{Names[who]}}}","avatar":"/avatars/{{{4711 + who}}}.png"},"sent":"2026-03-14T{{{random.Next(24):00}}}:{{{random.Next(60):00}}}:{{{random.Next(60):00}}}.{{{random.Next(1000):000}}}Z","text":"{{{text}}}","mentions":[],"attachments":[],"edited":false,"reactions":{}}
                """);
        })];
    }

    private static byte[][] NewRandom()
    {
        var random = new Random(42);
        return [.. ChatMessages.Select(message =>
        {
            var bytes = new byte[message.Length];
            random.NextBytes(bytes);
            return bytes;
        })];
    }
}
