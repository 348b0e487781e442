namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Lines for the proxies and filters of a visitor's network.</summary>
internal static class FilterRemedies
{
    public static Remedy Privoxy(Target target) => new()
    {
        Title = "Let Privoxy leave this host alone",
        File = "user.action",
        Lines = $"{{ -filter -deanimate-gifs -prevent-compression }}\n{target.Host}",
        Note = "Event streams flow at once. WebSockets still swallow what the client sends unless the browser reaches Privoxy by CONNECT, as it does for https.",
    };

    public static Remedy E2guardian => new()
    {
        Title = "Let e2guardian pass text on without weighing its phrases",
        File = "e2guardianf1.conf, or the file of the filter group that these visitors are in",
        Lines = "weightedphrasemode = 0",
        Note = "An exception for the host does not help: its answers are held too. Then restart e2guardian.",
    };

    public static Remedy SquidUpgrade => new()
    {
        Title = "Let Squid pass the upgrade on inside inspected TLS",
        File = "squid.conf",
        Lines = "http_upgrade_request_protocols websocket allow all",
        Note = "In small letters: browsers send websocket, and WebSocket matches nothing. Then: squid -k reconfigure",
    };

    public static Remedy SquidConnect(Target target) => new()
    {
        Title = "Let Squid open tunnels to this port, or use wss://",
        File = "squid.conf, before http_access deny CONNECT !SSL_ports",
        Lines = $"acl SSL_ports port {(target.Authority.Contains(':', StringComparison.Ordinal) ? target.Authority.Split(':')[1] : "80")}",
        Note = "Browsers send CONNECT for ws:// too; Squid as installed refuses it except to port 443. Then: squid -k reconfigure",
    };

    public static Remedy AnyFilter(Target target) => new()
    {
        Title = "Ask for an exception from scanning",
        File = "the exception list of the filter or antivirus",
        Lines = target.Host,
        Note = "Exempt the host, or the type text/event-stream, from content scanning.",
    };
}
