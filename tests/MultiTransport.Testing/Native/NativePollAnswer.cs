using System.Text.Json;

namespace MultiTransport.Testing;

/// <summary>One answer of section 8.4.</summary>
public sealed record NativePollAnswer(
    int Status, string? Session, IReadOnlyList<NativeMessage> Messages, WireGap? Gap, (string Code, string Reason)? Close, string? Next, string? LinkNext, WireProblem? Problem)
{
    internal static NativePollAnswer Parse(int status, string? sessionHeader, string? link, ReadOnlySpan<byte> body)
    {
        if (status != 200)
        {
            return new NativePollAnswer(status, sessionHeader, [], null, null, null, link, WireProblem.TryParse(body));
        }

        var reader = new Utf8JsonReader(body);
        using var json = JsonDocument.ParseValue(ref reader);
        var root = json.RootElement;
        return new NativePollAnswer(
            status,
            root.TryGetProperty("session", out var session) ? session.GetString() : sessionHeader,
            [.. root.GetProperty("messages").EnumerateArray().Select(WireMessage.Parse).Select(one => new NativeMessage(one.Number, one.IsText, one.Bytes, null))],
            root.TryGetProperty("gap", out var gap) ? new WireGap(gap.GetProperty("from").GetInt64(), gap.GetProperty("to").GetInt64()) : null,
            root.TryGetProperty("close", out var close) ? (close.GetProperty("code").ToString(), close.GetProperty("reason").ToString()) : null,
            root.TryGetProperty("next", out var next) ? next.GetString() : null,
            link,
            null);
    }
}
