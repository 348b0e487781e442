namespace MultiTransport.Testing;

/// <summary>
/// The networks that clients must live with, as a table for theories: <c>[MemberData(nameof(NamedFaults.Names), MemberType = typeof(NamedFaults))]</c>.
/// The paths (<c>ws</c>, <c>sse</c>, <c>stream</c>, <c>poll</c>) and the SDK's use of POST are those of the protocol; times are real ones, shortened.
/// </summary>
public static partial class NamedFaults
{
    /// <summary>Bytes that the <c>poisoned-*</c> rows never let through, inside a message of the test.</summary>
    public const string Poison = "EICAR-STANDARD-TEST";

    private static readonly Func<ProxiedRequest, bool> Held = Requests.To("sse", "stream");

    public static IReadOnlyList<NamedFault> All { get; } =
        [.. Handshakes(), .. Deaths(), .. Buffers(), .. Cuts(), .. Caches(), .. Replays(), .. Refusals(), .. Limits(), .. Links()];

    /// <summary>One object[] a row, its name in it.</summary>
    public static IEnumerable<object[]> Names => All.Select(static row => new object[] { row.Name });

    public static NamedFault Named(string name) =>
        All.FirstOrDefault(row => row.Name == name) ?? throw new ArgumentException($"no network is called '{name}'", nameof(name));

    private static NamedFault Row(string name, string mirrors, string? best, params Func<Fault>[] faults) => new()
    {
        Name = name,
        Mirrors = mirrors,
        BestTransport = best,
        Apply = proxy => proxy.Faults = [.. faults.Select(make => make())],
    };

    private static UpgradeStripped Stripped() => new();

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
