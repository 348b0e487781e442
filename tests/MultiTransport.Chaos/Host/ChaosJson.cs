using System.Text.Json;

namespace MultiTransport.Chaos.Host;

/// <summary>How host and run write JSON to each other, and the report.</summary>
internal static class ChaosJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };
}
