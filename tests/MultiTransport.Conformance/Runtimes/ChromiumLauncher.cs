namespace MultiTransport.Conformance.Runtimes;

/// <summary>Chromium without a window, with a profile of its own, that talks to nobody but the page.</summary>
internal static class ChromiumLauncher
{
    public static IReadOnlyList<string> Flags { get; } =
    [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--disable-default-apps", "--disable-extensions", "--disable-domain-reliability", "--metrics-recording-only", "--no-pings", "--mute-audio",
        "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication,CertificateTransparencyComponentUpdater",
        "--disable-dev-shm-usage", "--disable-breakpad", "--disable-crash-reporter",
    ];

    public static RuntimeProcess Start(ControlHost host, string name, RuntimeNetwork network)
    {
        var home = RuntimeProcess.NewHome();
        return RuntimeProcess.Start(home, [RuntimeTools.Chromium, .. Flags, .. FlagsOf(network, host), $"--user-data-dir={home}", host.PageOf(name).ToString()]);
    }

    private static IEnumerable<string> FlagsOf(RuntimeNetwork network, ControlHost host)
    {
        if (network.ProxyPort is { } port)
        {
            yield return $"--proxy-server=127.0.0.1:{port}";
            yield return $"--proxy-bypass-list=<-loopback>;127.0.0.1:{host.Control.Port}"; // without the first word it would ask nobody on the way to loopback
        }

        if (network.AuthorityFile is not null)
        {
            yield return "--ignore-certificate-errors";
        }
    }
}
