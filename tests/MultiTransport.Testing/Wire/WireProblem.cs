using System.Text.Json;

namespace MultiTransport.Testing;

/// <summary>An HTTP error of section 9.</summary>
public sealed record WireProblem(int Status, string? Code, string? Action, string? Title, string? Detail)
{
    /// <summary>Null where the body is not problem details, as from a proxy or a host.</summary>
    public static WireProblem? TryParse(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var json = JsonDocument.ParseValue(ref reader);
            var root = json.RootElement;
            return root.ValueKind != JsonValueKind.Object
                ? null
                : new WireProblem(
                    root.TryGetProperty("status", out var status) && status.TryGetInt32(out var number) ? number : 0,
                    Text(root, "code"), Text(root, "action"), Text(root, "title"), Text(root, "detail"));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
