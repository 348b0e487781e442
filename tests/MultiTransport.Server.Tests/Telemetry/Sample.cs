namespace MultiTransport.Server.Tests.Telemetry;

/// <summary>One line of the metrics.</summary>
internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>What makes it another one than its neighbours.</summary>
    public string Series => $"{Name} {SeriesWithout("")}";

    public string SeriesWithout(string except) => string.Join(',', Labels.Where(label => label.Key != except).OrderBy(static label => label.Key, StringComparer.Ordinal).Select(static label => $"{label.Key}={label.Value}"));
}
