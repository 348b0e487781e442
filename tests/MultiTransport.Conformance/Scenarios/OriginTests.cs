using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>Pages of the server's own origin and of others.</summary>
public class OriginTests
{
    [ClientTheory]
    [MemberData(nameof(ClientRows.Pages), MemberType = typeof(ClientRows))]
    public Task PageOfAnotherOrigin_NeedsNoPreflight_OnAnyRung(string client) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync(options: null, "hello");
        await session.NextMessageAsync();
        foreach (var transport in TransportName.All)
        {
            await session.UseAsync(transport).WithTimeout();
            await session.EchoAsync(transport);
        }

        await session.CloseAsync().WithTimeout();

        Assert.DoesNotContain(stage.Proxy.Requests, static request => request.Method == "OPTIONS");
        Assert.All(stage.Proxy.Requests.Where(static request => request.Method == "POST"), request => Assert.NotNull(request.Head["Origin"]));
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.Pages), MemberType = typeof(ClientRows))]
    public Task PageOfAnotherOrigin_WithAToken_NeedsAPreflightForNegotiateOnly(string client) => Stage.RunAsync(
        client, new ScenarioSetup { Authorize = true }, async stage =>
        {
            var session = await stage.ConnectAsync(new ScenarioOptions { Tokens = ["alice"] }, "hello");
            Assert.Equal("hello", (await session.NextMessageAsync()).Text);
            await session.UntilTransportAsync("websocket");
            await session.UseAsync("longpoll").WithTimeout();
            await session.EchoAsync("by poll");

            Assert.All(stage.Proxy.Requests.Where(static request => request.Method == "OPTIONS"), static request => Assert.Equal("/echo/negotiate", request.Path));
        });

    [ClientTheory]
    [MemberData(nameof(ClientRows.Pages), MemberType = typeof(ClientRows))]
    public Task PageOfAnOriginThatIsNotAllowed_IsRefused_WithoutAStormOfTries(string client) => Stage.RunAsync(
        client, new ScenarioSetup { AllowPages = false }, async stage =>
        {
            var session = await stage.ConnectAsync(new ScenarioOptions { ConnectTimeout = TimeSpan.FromSeconds(2) }, "hello");

            var closed = await session.Closed.WithTimeout();

            // The browser shows a page nothing of an answer that the origin may not see.
            Assert.Contains(closed.Code, new[] { "unreachable", "origin-refused" });
            Assert.NotEmpty(closed.Reason);
            Assert.InRange(stage.Proxy.RequestCount, 1, 30);
            Assert.Empty(stage.Play.Received);
            await session.First[0].FailsAsync("closed");
        });

    [ClientTheory]
    [MemberData(nameof(ClientRows.Pages), MemberType = typeof(ClientRows))]
    public Task PageOfTheServersOwnOrigin_NeedsNoAllowance_AndARelativeUrl(string client) => Stage.RunAsync(
        client, new ScenarioSetup { AllowPages = false }, async stage =>
        {
            var frame = await stage.Runtime.OpenFrameAsync(stage.Proxy.BaseAddress);
            var session = await frame.ConnectAsync(new Uri("/echo", UriKind.Relative), options: null, "hello").WithTimeout();

            Assert.Equal("hello", (await session.NextMessageAsync()).Text);
            await session.UntilTransportAsync("websocket");
            foreach (var transport in TransportName.All)
            {
                await session.UseAsync(transport).WithTimeout();
                await session.EchoAsync(transport);
            }

            Assert.Equal(stage.Server.Url.ToString(), (await session.LookAsync()).Url);
            Assert.DoesNotContain(stage.Proxy.Requests, static request => request.Method == "OPTIONS");
            await session.CloseAsync().WithTimeout();
            await stage.Runtime.DropFrameAsync(frame);
        });

    [ClientTheory]
    [MemberData(nameof(ClientRows.Programs), MemberType = typeof(ClientRows))]
    public Task ProgramWithoutAnOrigin_NeedsNoAllowance(string client) => Stage.RunAsync(
        client, new ScenarioSetup { AllowPages = false }, async stage =>
        {
            var session = await stage.ConnectAsync(options: null, "hello");
            Assert.Equal("hello", (await session.NextMessageAsync()).Text);
        });
}
