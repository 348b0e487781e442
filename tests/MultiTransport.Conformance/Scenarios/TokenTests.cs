using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>Who the user is: the token goes with negotiate, and is renewed without losing the session.</summary>
public class TokenTests
{
    private static readonly ScenarioSetup Guarded = new() { Authorize = true };

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task Token_OpensTheSession_AndGoesWithNegotiateOnly(string client) => Stage.RunAsync(client, Fresh(), async stage =>
    {
        var session = await stage.ConnectAsync(new ScenarioOptions { Tokens = ["alice"] }, "hello");

        Assert.Equal("hello", (await session.NextMessageAsync()).Text);
        await session.UntilTransportAsync("websocket");
        Assert.Equal("alice", stage.Server.Sessions.Single().UserId);
        Assert.All(
            stage.Proxy.Requests.Where(static request => request.Method != "OPTIONS"),
            static request => Assert.Equal(request.Path == "/echo/negotiate", request.Head["Authorization"] is not null));
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task TokenThatExpired_IsAskedForOnceMore(string client) => Stage.RunAsync(client, Fresh(), async stage =>
    {
        var session = await stage.ConnectAsync(new ScenarioOptions { Tokens = [ScenarioTokens.Of("alice", TimeSpan.FromMinutes(-1)), "alice"] }, "hello");

        Assert.Equal("hello", (await session.NextMessageAsync()).Text);
        Assert.Equal(["false", "true"], session.Events.Named("token").Select(static token => token["renewed"]!.ToLowerInvariant()));
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task TokenThatIsNeverGood_ClosesUnauthorized(string client) => Stage.RunAsync(client, Fresh(), async stage =>
    {
        var session = await stage.ConnectAsync(new ScenarioOptions { Tokens = [ScenarioTokens.Of("alice", TimeSpan.FromMinutes(-1))] }, "hello");

        Assert.Equal("unauthorized", (await session.Closed.WithTimeout()).Code);
        await session.First[0].FailsAsync("closed");
        Assert.Equal(2, session.Events.Named("token").Count);
        await stage.NothingIsLeftAsync();
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task NoToken_ClosesUnauthorized(string client) => Stage.RunAsync(client, Fresh(), async stage =>
    {
        var session = await stage.ConnectAsync();

        Assert.Equal("unauthorized", (await session.Closed.WithTimeout()).Code);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task TokenThatExpiresLater_IsRenewed_AndTheSessionGoesOn(string client) => Stage.RunAsync(client, Fresh(), async stage =>
    {
        var session = await stage.ConnectAsync(new ScenarioOptions { Tokens = [ScenarioTokens.Of("alice", TimeSpan.FromSeconds(3)), "alice"] }, "hello");
        Assert.Equal("hello", (await session.NextMessageAsync()).Text);
        var id = (await session.LookAsync()).Id;

        await session.Events.WhenAsync(static one => one.Name == "token" && one["renewed"]!.Equals("true", StringComparison.OrdinalIgnoreCase)).WithTimeout();
        await session.EchoAsync("still here");

        Assert.Equal(id, (await session.LookAsync()).Id);
        Assert.Empty(session.Events.Named("gap"));
        Assert.Single(session.Events.Named("open"));
    });

    private static ScenarioSetup Fresh() => Guarded with { Play = new ScenarioPlay() };
}
