using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace MultiTransport.Trust.Attacks.Fuzzing;

/// <summary>The examples of the contract, as bytes to start from.</summary>
internal static class Vectors
{
    /// <summary>The id and the secret that stand in all of them.</summary>
    public const string Id = "AQAAAGJ6b2xkb2lkb2ZkdQ";

    public const string Secret = "T2jmW0qkT5wYQvWl3l0F2g";

    public static byte[] IdBytes { get; } = Base64Url.DecodeFromChars(Id);

    public static byte[] SecretBytes { get; } = Base64Url.DecodeFromChars(Secret);

    /// <summary>What stands under one of these names in the vectors of these lists: hex under <c>hex</c> and names that end so, text elsewhere.</summary>
    public static IReadOnlyList<byte[]> Of(string file, string[] lists, params string[] names)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "clients", "vectors", file)));
        return
        [
            .. from list in lists
               from vector in json.RootElement.GetProperty(list).EnumerateArray()
               from name in names
               where vector.TryGetProperty(name, out _)
               select Bytes(vector.GetProperty(name), name.EndsWith("hex", StringComparison.OrdinalIgnoreCase)),
        ];
    }

    private static byte[] Bytes(JsonElement value, bool isHex) => value.ValueKind switch
    {
        JsonValueKind.Array => [.. value.EnumerateArray().SelectMany(part => Bytes(part, isHex))],
        JsonValueKind.Object when value.TryGetProperty("fill", out var fill) =>
            [.. Enumerable.Repeat(Bytes(fill, isHex), value.GetProperty("length").GetInt32()).SelectMany(static one => one)],
        JsonValueKind.String when isHex => Convert.FromHexString(value.GetString()!),
        JsonValueKind.String => Encoding.UTF8.GetBytes(value.GetString()!),
        _ => Encoding.UTF8.GetBytes(value.GetRawText()),
    };
}
