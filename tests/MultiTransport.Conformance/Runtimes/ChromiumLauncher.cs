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

    public static RuntimeProcess Start(ControlHost host, string name)
    {
        var home = RuntimeProcess.NewHome();
        return RuntimeProcess.Start(home, [RuntimeTools.Chromium, .. Flags, $"--user-data-dir={home}", host.PageOf(name).ToString()]);
    }
}
