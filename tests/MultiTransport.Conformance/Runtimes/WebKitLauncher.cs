namespace MultiTransport.Conformance.Runtimes;

/// <summary>WebKit's own small browser on a display that nobody sees.</summary>
internal static class WebKitLauncher
{
    public static async Task<RuntimeProcess> StartAsync(ControlHost host, string name)
    {
        var display = await StartDisplayAsync();
        return RuntimeProcess.Start(RuntimeProcess.NewHome(), [RuntimeTools.WebKit, "--private", host.PageOf(name).ToString()], EnvironmentOf(display));
    }

    /// <summary>The number of a new display.</summary>
    public static async Task<string> StartDisplayAsync()
    {
        var display = RuntimeProcess.Start(
            RuntimeProcess.NewHome(), [RuntimeTools.Xvfb, "-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"]);
        return await display.LineAsync(static line => int.TryParse(line, out _));
    }

    /// <summary>What a WebKit on that display is told, so that it needs nothing else of a desktop.</summary>
    public static (string Name, string Value)[] EnvironmentOf(string display) =>
    [
        ("DISPLAY", $":{display}"),
        ("GDK_BACKEND", "x11"),
        ("GSETTINGS_BACKEND", "memory"),
        ("LIBGL_ALWAYS_SOFTWARE", "1"),
        ("NO_AT_BRIDGE", "1"),
        ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"),
        ("DBUS_SESSION_BUS_ADDRESS", "disabled:"),
    ];
}
