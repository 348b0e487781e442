using System.Text;

namespace MultiTransport.Comparison.Server;

/// <summary>What compression is tried on.</summary>
internal static class SampleMessages
{
    public const string Chat = "chat";
    public const string Random = "random";

    private static readonly byte[] ChatJson = Encoding.UTF8.GetBytes(
        """
        {"type":"message","room":"general","from":{"id":4711,"name":"Ada Example","avatar":"/avatars/4711.png"},"sent":"2026-03-14T09:26:53.589Z","text":"Shall we meet at the station at nine, or is the later train better for you?","mentions":["bob","carol"],"attachments":[],"edited":false,"reactions":{"👍":3,"🎉":1},"client":{"version":"3.2.1","platform":"web"}}
        """);

    private static readonly byte[] RandomBytes = NewRandom();

    public static byte[] Of(string kind) => kind == Random ? RandomBytes : ChatJson;

    private static byte[] NewRandom()
    {
        var bytes = new byte[ChatJson.Length];
        new Random(42).NextBytes(bytes);
        return bytes;
    }
}
