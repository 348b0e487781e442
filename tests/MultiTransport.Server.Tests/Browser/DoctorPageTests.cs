using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MultiTransport.Server.Tests.Hosting;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Browser;

/// <summary>The doctor's page in a real browser behind the networks that the fault proxy imitates.</summary>
[Collection(RunningServer.Name)]
public sealed class DoctorPageTests(ServerFixture server, Chromium chromium) : IClassFixture<Chromium>
{
    [ToolFact(Tools.Chromium)]
    public async Task Page_OnAFreeNetwork_SaysThatNothingStandsInTheWay()
    {
        await using var page = await chromium.OpenAsync(new Uri(server.Url, "doctor"));

        await UntilAsync(page, "healthy");

        await Assertions.Expect(Sentence(page)).ToHaveTextAsync("Nothing stands in the way: WebSocket works both ways. MultiTransport uses websocket.");
        await Assertions.Expect(page.Page.Locator(".strips li.works")).ToHaveCountAsync(9);
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_BehindNginxAsInstalled_GivesTheLinesToChange()
    {
        await using var way = Through("nginx");
        await using var page = await chromium.OpenAsync(new Uri(way.BaseAddress, "doctor"));

        await UntilAsync(page, "impaired");

        await Assertions.Expect(Sentence(page)).ToContainTextAsync("speaks HTTP/1.0 to the server");
        await Assertions.Expect(page.Page.Locator(".remedy pre").First).ToContainTextAsync("proxy_set_header Upgrade $http_upgrade;");
        await Assertions.Expect(page.Page.Locator("#socket")).ToContainTextAsync("got GET, HTTP/1.0, no Upgrade, Connection: close; answered 426");
        await Assertions.Expect(page.Page.Locator(".strips li.fails", new() { HasText = "events without X-Accel-Buffering" })).ToContainTextAsync("held");
        DoesNotComplainOfPolicy(page);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_BehindAContentFilter_UsesStreamAndTellsWhatTheServerHeard()
    {
        await using var way = Through("text-held-swallowed-up");
        await using var page = await chromium.OpenAsync(new Uri(way.BaseAddress, "doctor"));

        await UntilAsync(page, "impaired");

        await Assertions.Expect(Sentence(page)).ToHaveTextAsync("A content filter on this network holds event streams and does not carry WebSockets: it looks like Privoxy. MultiTransport uses stream.");
        await Assertions.Expect(page.Page.Locator("#socket")).ToContainTextAsync("never heard this browser's greeting");
        Assert.Empty(page.Complaints);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_WhoseNetworkTurnsIntoAPortal_SaysSoByItself()
    {
        await using var way = FaultProxy.Start(server.Url);
        await using var page = await chromium.OpenAsync(new Uri(way.BaseAddress, "doctor"));
        await UntilAsync(page, "healthy");

        NamedFaults.Named("portal-200").Apply(way);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Measure again" }).ClickAsync();

        await UntilAsync(page, "unreachable");
        await Assertions.Expect(Sentence(page)).ToContainTextAsync("a captive portal");
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_ReportAndLines_AreCopied()
    {
        await using var way = Through("upgrade-stripped");
        await using var page = await chromium.OpenAsync(new Uri(way.BaseAddress, "doctor"), new() { Permissions = ["clipboard-read", "clipboard-write"] });
        await UntilAsync(page, "impaired");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Copy report for a ticket" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#copied")).ToHaveTextAsync("Copied as Markdown.");

        Assert.StartsWith("## MultiTransport doctor: ", await page.Page.EvaluateAsync<string>("navigator.clipboard.readText()"), StringComparison.Ordinal);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_WithAnAddressPastTheProxy_SaysWhoseTheTroubleIs()
    {
        MultiTransportDoctorOptions? direct = null;
        MultiTransportDoctorOptions? behind = null;
        await using var other = await StartAsync(options => direct = options);
        await using var host = await StartAsync(options => behind = options);
        await using var way = FaultProxy.Start(host.BaseAddress);
        NamedFaults.Named("upgrade-stripped").Apply(way);
        behind!.OtherAddresses.Add(other.Address("doctor").AbsoluteUri);
        direct!.AllowedOrigins.Add(way.BaseAddress.GetLeftPart(UriPartial.Authority));
        await using var page = await chromium.OpenAsync(new Uri(way.BaseAddress, "doctor"));

        await UntilAsync(page, "impaired");

        await Assertions.Expect(page.Page.Locator("#findings")).ToContainTextAsync("everything works: the trouble is in what stands before this address");
        DoesNotComplainOfPolicy(page);

        static Task<TestHost> StartAsync(Action<MultiTransportDoctorOptions> configure) =>
            TestHost.StartAsync(builder => builder.Services.AddMultiTransport(), app => app.MapMultiTransportDoctor("/doctor", configure));
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_WhileItMeasures_SaysWhat()
    {
        await using var page = await chromium.OpenAsync(new Uri(server.Url, "doctor"));

        await Assertions.Expect(page.Page.Locator("#steps [data-step=streams]")).ToHaveAttributeAsync("data-state", "doing");

        await UntilAsync(page, "healthy");
        await Assertions.Expect(page.Page.Locator("#steps")).ToBeHiddenAsync();
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_OfTwoVisitorsAtOnce_EachSeesItsOwnNetwork()
    {
        await using var way = Through("swallowed-down");
        await using var free = await chromium.OpenAsync(new Uri(server.Url, "doctor"));
        await using var other = await chromium.OpenAsync(new Uri(way.BaseAddress, "doctor"));

        await UntilAsync(free, "healthy");
        await UntilAsync(other, "impaired");

        await Assertions.Expect(Sentence(other)).ToContainTextAsync("swallows what the server sends");
    }

    [ToolFact(Tools.Chromium)]
    public async Task Page_OnAPhone_FitsItsWidth()
    {
        await using var way = Through("nginx");
        var phone = new BrowserNewContextOptions { ViewportSize = new() { Width = 390, Height = 844 }, IsMobile = true, HasTouch = true };
        await using var page = await chromium.OpenAsync(new Uri(way.BaseAddress, "doctor"), phone);
        await UntilAsync(page, "impaired");

        Assert.Equal(390, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    private FaultProxy Through(string network)
    {
        var way = FaultProxy.Start(server.Url);
        NamedFaults.Named(network).Apply(way);
        return way;
    }

    private static ILocator Sentence(BrowserPage page) => page.Page.Locator("#sentence");

    private static Task UntilAsync(BrowserPage page, string health) => Assertions.Expect(page.Page.Locator("#verdict")).ToHaveAttributeAsync("data-health", health);

    /// <summary>A WebSocket that fails is an error in the console of any browser; nothing else may be.</summary>
    private static void DoesNotComplainOfPolicy(BrowserPage page) =>
        Assert.DoesNotContain(page.Complaints, complaint => !complaint.StartsWith("WebSocket connection to", StringComparison.Ordinal));
}
