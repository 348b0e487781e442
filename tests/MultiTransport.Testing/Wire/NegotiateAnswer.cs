using System.Text.Json;

namespace MultiTransport.Testing;

public sealed record NegotiatedTransport(string Name, string Path, string Why);

public sealed record NegotiatedLimits(long Message, long Frame, long Body, long UpstreamMessages, long UpstreamBytes, long WindowMessages, long WindowBytes);

/// <summary>The answer to a negotiate (section 6). Every member the page shows must be there.</summary>
public sealed record NegotiateAnswer(
    byte[] Id,
    byte[] Secret,
    IReadOnlyList<NegotiatedTransport> Transports,
    NegotiatedLimits Limits,
    TimeSpan Heartbeat,
    TimeSpan Hold,
    TimeSpan Resume,
    long Received,
    long Handled,
    IReadOnlyList<WireFail> Fails,
    long Position,
    IReadOnlyList<WireMessage> Messages)
{
    public static NegotiateAnswer Parse(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        using var json = JsonDocument.ParseValue(ref reader);
        var root = json.RootElement;
        if (root.GetProperty("version").GetInt32() != 1)
        {
            throw new WireFormatException("version-unsupported", root.GetProperty("version").ToString());
        }

        var session = root.GetProperty("session");
        var limits = root.GetProperty("limits");
        var upstream = limits.GetProperty("upstream");
        var window = limits.GetProperty("window");
        return new NegotiateAnswer(
            Base64UrlText.Decode(session.GetProperty("id").GetString()!),
            Base64UrlText.Decode(session.GetProperty("secret").GetString()!),
            [.. root.GetProperty("transports").EnumerateArray().Select(one => new NegotiatedTransport(
                one.GetProperty("name").GetString()!, one.GetProperty("path").GetString()!, one.GetProperty("why").GetString()!))],
            new NegotiatedLimits(
                limits.GetProperty("message").GetInt64(), limits.GetProperty("frame").GetInt64(), limits.GetProperty("body").GetInt64(),
                upstream.GetProperty("messages").GetInt64(), upstream.GetProperty("bytes").GetInt64(),
                window.GetProperty("messages").GetInt64(), window.GetProperty("bytes").GetInt64()),
            Seconds(root, "heartbeat"),
            Seconds(root, "hold"),
            Seconds(root, "resume"),
            root.GetProperty("received").GetInt64(),
            root.GetProperty("handled").GetInt64(),
            [.. root.GetProperty("fails").EnumerateArray().Select(one =>
                new WireFail(one.GetProperty("number").GetInt64(), one.GetProperty("code").GetString()!))],
            root.GetProperty("position").GetInt64(),
            [.. root.GetProperty("messages").EnumerateArray().Select(WireMessage.Parse)]);
    }

    private static TimeSpan Seconds(JsonElement root, string name) => TimeSpan.FromSeconds(root.GetProperty(name).GetDouble());
}
