using System.Text.Json.Nodes;

namespace MultiTransport.Protocol.Tests;

/// <summary>Bytes in a vector: hex digits, one byte many times, or an array of these.</summary>
internal static class VectorBytes
{
    public static byte[] Read(JsonNode node) => node switch
    {
        JsonArray parts => [.. parts.SelectMany(part => Read(part!))],
        JsonObject repeated => Fill(repeated),
        _ => Convert.FromHexString(node.GetValue<string>()),
    };

    private static byte[] Fill(JsonObject repeated)
    {
        var bytes = new byte[repeated["length"]!.GetValue<int>()];
        bytes.AsSpan().Fill(Convert.FromHexString(repeated["fill"]!.GetValue<string>()).Single());
        return bytes;
    }
}
