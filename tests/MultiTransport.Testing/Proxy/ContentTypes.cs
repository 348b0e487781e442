namespace MultiTransport.Testing;

/// <summary>Which content types a fault meets.</summary>
public static class ContentTypes
{
    public const string EventStream = "text/event-stream";

    public static bool All(string type) => true;

    /// <summary>What content filters scan (Privoxy, e2guardian, antivirus).</summary>
    public static bool Text(string type) => type.StartsWith("text/", StringComparison.Ordinal);

    /// <summary>What tunnels and gateways hold that know server-sent events and nothing else (cloudflared).</summary>
    public static bool AllButEventStream(string type) => type != EventStream;
}
