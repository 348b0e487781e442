using System.Diagnostics;

namespace MultiTransport.Conformance.Runtimes;

/// <summary>Firefox without a window, with a profile of its own, that talks to nobody but the page.</summary>
internal static class FirefoxLauncher
{
    private const string Preferences =
        """
        user_pref("app.normandy.enabled", false);
        user_pref("app.shield.optoutstudies.enabled", false);
        user_pref("app.update.enabled", false);
        user_pref("app.update.auto", false);
        user_pref("browser.aboutwelcome.enabled", false);
        user_pref("browser.newtabpage.activity-stream.feeds.section.topstories", false);
        user_pref("browser.newtabpage.enabled", false);
        user_pref("browser.region.network.url", "");
        user_pref("browser.region.update.enabled", false);
        user_pref("browser.safebrowsing.blockedURIs.enabled", false);
        user_pref("browser.safebrowsing.downloads.enabled", false);
        user_pref("browser.safebrowsing.malware.enabled", false);
        user_pref("browser.safebrowsing.phishing.enabled", false);
        user_pref("browser.safebrowsing.update.enabled", false);
        user_pref("browser.search.update", false);
        user_pref("browser.sessionstore.resume_from_crash", false);
        user_pref("browser.shell.checkDefaultBrowser", false);
        user_pref("browser.startup.homepage_override.mstone", "ignore");
        user_pref("browser.startup.page", 0);
        user_pref("browser.topsites.contile.enabled", false);
        user_pref("captivedetect.canonicalURL", "");
        user_pref("datareporting.healthreport.uploadEnabled", false);
        user_pref("datareporting.policy.dataSubmissionEnabled", false);
        user_pref("dom.min_background_timeout_value", 4);
        user_pref("dom.push.connection.enabled", false);
        user_pref("extensions.getAddons.cache.enabled", false);
        user_pref("extensions.systemAddon.update.enabled", false);
        user_pref("extensions.update.enabled", false);
        user_pref("geo.enabled", false);
        user_pref("identity.fxaccounts.enabled", false);
        user_pref("media.gmp-manager.url", "");
        user_pref("media.gmp-manager.updateEnabled", false);
        user_pref("network.captive-portal-service.enabled", false);
        user_pref("network.connectivity-service.enabled", false);
        user_pref("network.dns.disablePrefetch", true);
        user_pref("network.prefetch-next", false);
        user_pref("network.trr.mode", 5);
        user_pref("services.settings.server", "http://127.0.0.1:9/v1");
        user_pref("signon.rememberSignons", false);
        user_pref("toolkit.telemetry.enabled", false);
        user_pref("toolkit.telemetry.server", "");
        user_pref("toolkit.telemetry.unified", false);
        user_pref("trailhead.firstrun.didSeeAboutWelcome", true);
        """;

    public static Task<RuntimeProcess> StartAsync(ControlHost host, string name, RuntimeNetwork network) =>
        StartAsync([host.PageOf(name).ToString()], PreferencesOf(network, host), network.AuthorityFile);

    /// <summary>With arguments of one's own, and preferences besides those that keep it to itself.</summary>
    public static async Task<RuntimeProcess> StartAsync(IEnumerable<string> arguments, string preferences = "", string? authority = null)
    {
        var home = RuntimeProcess.NewHome();
        var profile = Directory.CreateDirectory(Path.Combine(home, "profile")).FullName;
        await File.WriteAllTextAsync(Path.Combine(profile, "user.js"), $"{Preferences}{Environment.NewLine}{preferences}");
        if (authority is not null)
        {
            await TrustAsync(profile, authority);
        }

        return RuntimeProcess.Start(
            home,
            [RuntimeTools.Firefox, "--headless", "--no-remote", "--profile", profile, .. arguments],
            ("MOZ_CRASHREPORTER_DISABLE", "1"),
            ("MOZ_DATA_REPORTING", "0"));
    }

    private static string PreferencesOf(RuntimeNetwork network, ControlHost host) => network.ProxyPort is not { } port ? "" :
        $"""
        user_pref("network.proxy.type", 1);
        user_pref("network.proxy.http", "127.0.0.1");
        user_pref("network.proxy.http_port", {port});
        user_pref("network.proxy.ssl", "127.0.0.1");
        user_pref("network.proxy.ssl_port", {port});
        user_pref("network.proxy.allow_hijacking_localhost", true);
        user_pref("network.proxy.no_proxies_on", "127.0.0.1:{host.Control.Port}");
        """;

    private static async Task TrustAsync(string profile, string authority)
    {
        foreach (var step in new[] { "-N --empty-password", $"-A -n authority -t C,, -i {authority}" })
        {
            using var certutil = Process.Start(RuntimeTools.CertUtil, $"{step} -d sql:{profile}");
            await certutil.WaitForExitAsync();
            if (certutil.ExitCode != 0)
            {
                throw new InvalidOperationException($"certutil {step} ended with {certutil.ExitCode}.");
            }
        }
    }
}
