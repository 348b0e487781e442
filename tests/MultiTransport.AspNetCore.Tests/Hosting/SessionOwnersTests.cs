using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;

namespace MultiTransport.AspNetCore.Tests.Hosting;

/// <summary>Section 12: host credentials are looked at where a session opens; after that its secret and its user count.</summary>
public sealed class SessionOwnersTests
{
    private static readonly (string Name, string Value) Alice = TestBearer.Header("alice");
    private static readonly (string Name, string Value) Bob = TestBearer.Header("bob");

    private static EdgeSetup Guarded => new() { Builder = TestBearer.Add, Conventions = conventions => conventions.RequireAuthorization() };

    [Fact]
    public async Task RequireAuthorization_GuardsWhatOpensSessions()
    {
        await using var edge = await Edge.StartAsync(Guarded);

        Assert.Equal(401, (await edge.NegotiateAsync()).Status);
        Assert.Equal(401, (await edge.GetAsync()).Status);
        Assert.Equal(401, (await edge.GetAsync("", ("Accept", "text/event-stream"))).Status);
        await using var socket = await edge.SocketAsync();
        Assert.Equal(401, socket.Handshake.StatusCode);
        Assert.Equal(0, edge.Opened);

        Assert.Equal(200, (await edge.NegotiateAsync(null, Alice)).Status);
        Assert.Equal(200, (await edge.GetAsync("?wait=0", Alice)).Status);
        await using var mine = await edge.SocketAsync("", null, (Alice.Name, Alice.Value));
        Assert.True(mine.Accepted);
        Assert.All(edge.Sessions.OfUser("alice"), session => Assert.Equal("alice", session.UserId));
        Assert.Equal(3, edge.Sessions.OfUser("alice").Count);
    }

    [Fact]
    public async Task RequireAuthorization_DoesNotGuardAttachesAndSends() => await AttachesAndSendsAsync(Guarded);

    [Fact]
    public async Task FallbackPolicy_DoesNotBreakAttachesAndSends()
    {
        var setup = new EdgeSetup
        {
            Builder = builder =>
            {
                TestBearer.Add(builder);
                builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
            },
        };
        await AttachesAndSendsAsync(setup);
        await using var edge = await Edge.StartAsync(setup);
        Assert.Equal(401, (await edge.NegotiateAsync()).Status);
        Assert.Equal(401, (await edge.GetAsync()).Status);
    }

    [Fact]
    public async Task APolicyObject_GuardsOpeningOnlyToo() => await AttachesAndSendsAsync(Guarded with
    {
        Conventions = conventions => conventions.RequireAuthorization(new AuthorizationPolicyBuilder(TestBearer.Name).RequireAuthenticatedUser().Build()),
    });

    [Fact]
    public async Task AllowAnonymousOnOpening_LetsEveryoneOpen()
    {
        await using var edge = await Edge.StartAsync(Guarded with
        {
            Conventions = conventions =>
            {
                conventions.RequireAuthorization();
                conventions.Opening.AllowAnonymous();
            },
        });

        Assert.Equal(200, (await edge.NegotiateAsync()).Status);
    }

    [Theory]
    [MemberData(nameof(Carriers.Http), MemberType = typeof(Carriers))]
    public async Task Attach_BearingAnotherUser_IsSessionForeign(string path)
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup { Builder = TestBearer.Add });
        var client = await edge.OpenAsync(null, Alice);
        var anonymous = await edge.OpenAsync();

        (await client.PostAsync(path, client.Attach(Carriers.ModeOf(path)), [Bob])).IsProblem(403, "session-foreign", "renegotiate");
        (await anonymous.PostAsync(path, anonymous.Attach(Carriers.ModeOf(path)), [Bob])).IsProblem(403, "session-foreign", "renegotiate");

        Assert.Equal(4000, (await client.PollAsync()).Close.Code);
        Assert.Equal(4000, (await client.PostAsync("poll", client.Take(), [Alice])).Close.Code);
    }

    [Fact]
    public async Task Socket_BearingAnotherUser_Closes4205()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup { Builder = TestBearer.Add });
        var client = await edge.OpenAsync(null, Alice);
        await using var socket = new SdkSocket(await edge.SocketAsync("/ws", SdkClient.SubProtocol, (Bob.Name, Bob.Value)));

        await socket.Raw.SendBinaryAsync(SdkClient.Body(client.Take()));

        Assert.Equal((4205, 4205), ((await socket.CloseAsync()).Code, socket.Status));
    }

    [Fact]
    public async Task NativeRequests_BearingAnotherUser_AreSessionForeign()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup { Builder = TestBearer.Add });
        var native = await edge.OpenNativeAsync(Alice);

        (await edge.GetAsync(native.Query(0), Bob)).IsProblem(403, "session-foreign", "renegotiate");
        (await edge.PostAsync("", "Hi", native.Header, Bob)).IsProblem(403, "session-foreign", "renegotiate");
        Assert.Equal(200, (await edge.PostAsync("", "Hi", native.Header)).Status);
    }

    [Fact]
    public async Task Renew_KeepsTheUser()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup { Builder = TestBearer.Add });
        var client = await edge.OpenAsync(null, TestBearer.Header("alice", In(60)));

        (await edge.NegotiateAsync(new Wish { Renew = client.Credential }, Bob)).IsProblem(403, "session-foreign", "renegotiate");
        (await edge.NegotiateAsync(new Wish { Renew = client.Credential })).IsProblem(403, "session-foreign", "renegotiate");
        var renewed = await edge.NegotiateAsync(new Wish { Renew = client.Credential }, TestBearer.Header("alice", In(3600)));

        Assert.Equal("""{"version":1,"renewed":true}""", renewed.Text);
        Assert.Equal(("alice", 1), (client.Session?.UserId, edge.Opened));

        DateTimeOffset In(int seconds) => edge.Time.GetUtcNow().AddSeconds(seconds);
    }

    [Fact]
    public async Task Expiry_Detach_EndsConnectionsReauthenticateUntilRenewed()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup { Builder = TestBearer.Add });
        var client = await edge.OpenAsync(null, TestBearer.Header("alice", edge.Time.GetUtcNow().AddSeconds(30)));
        await using var socket = await client.AttachedSocketAsync(client.Take());
        edge.Time.Advance(TimeSpan.FromSeconds(29.75));
        await socket.SendAsync(WireFrame.Text("mute"));
        await edge.WhenHandledAsync("mute");
        edge.Time.Advance(TimeSpan.FromSeconds(0.25));

        Assert.Equal((4105, 4105), ((await socket.CloseAsync()).Code, socket.Status));
        (await client.PollAsync(0, 1)).IsProblem(401, "reauthenticate", "resume");
        (await client.SendAsync(1)).IsProblem(401, "reauthenticate", "resume");
        (await edge.PostAsync("", "Hi", ("MultiTransport-Session", $"{client.Credential.Id}.{client.Credential.Secret}"))).IsProblem(401, "reauthenticate", "resume");

        await edge.NegotiateAsync(new Wish { Renew = client.Credential }, TestBearer.Header("alice", edge.Time.GetUtcNow().AddSeconds(3600)));
        Assert.Equal(1, (await client.PollAsync(0, 1)).Attached.Handled);
    }

    [Theory]
    [MemberData(nameof(Carriers.Held), MemberType = typeof(Carriers))]
    public async Task Expiry_Detach_EndsHeldResponsesAndPolls(string path)
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup { Builder = TestBearer.Add });
        var token = TestBearer.Header("alice", edge.Time.GetUtcNow().AddSeconds(10));
        var client = await edge.OpenAsync(null, token);
        var polling = await edge.OpenAsync(null, token);
        await using var held = await client.HoldAsync(path, client.Take());
        var poll = polling.PostAsync("poll", polling.Take(hold: 20_000));
        await edge.WhenLoggedAsync(1002, log => Equals(log["Transport"], "longpoll"));

        edge.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(4105, (await held.CloseAsync()).Code);
        Assert.Equal(4105, (await poll).Close.Code);
    }

    [Fact]
    public async Task Expiry_Close_ClosesTheSession()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup { Builder = TestBearer.Add, Options = options => options.OnCredentialExpiry = CredentialExpiry.Close });
        var token = TestBearer.Header("alice", edge.Time.GetUtcNow().AddSeconds(10));
        var client = await edge.OpenAsync(null, token);
        await using var socket = await client.AttachedSocketAsync(client.Take());
        await using var bare = await edge.SocketAsync("", null, (token.Name, token.Value));

        edge.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal((4305, 4305), ((await socket.CloseAsync()).Code, socket.Status));
        Assert.Equal(1008, (await bare.ReadMessageAsync().WithTimeout())?.CloseCode);
        Assert.Equal(0, edge.Sessions.Count);
        (await client.PollAsync()).IsProblem(401, "credentials-expired", "stop");
    }

    [Fact]
    public async Task Expiry_Ignore_ChangesNothing()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup { Builder = TestBearer.Add, Options = options => options.OnCredentialExpiry = CredentialExpiry.Ignore });
        var client = await edge.OpenAsync(null, TestBearer.Header("alice", edge.Time.GetUtcNow().AddSeconds(10)));
        await using var held = await client.HoldAsync("stream", client.Take());

        edge.Time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(4000, (await client.SendAsync(0, WireFrame.Text("Hi"))).Close.Code);
        Assert.Equal("Hi", (await held.FrameAsync())?.PayloadText);
    }

    [Fact]
    public async Task Kick_OfAUser_EndsEveryConnectionOfTheirs()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup { Builder = TestBearer.Add });
        var clients = new[] { await edge.OpenAsync(null, Alice), await edge.OpenAsync(null, Alice), await edge.OpenAsync(null, Alice), await edge.OpenAsync(null, Bob) };
        await using var socket = await clients[0].AttachedSocketAsync(clients[0].Take());
        await using var sse = await clients[1].HoldAsync("sse", clients[1].Take());
        var poll = clients[2].PostAsync("poll", clients[2].Take(hold: 20_000));
        await edge.WhenLoggedAsync(1002, log => Equals(log["Transport"], "longpoll"));
        await using var bobs = await clients[3].HoldAsync("sse", clients[3].Take());
        await using var events = await edge.HoldAsync("text/event-stream", "", Alice);
        var place = (await events.EventAsync())!.LastEventId;

        Assert.Equal(4, edge.Sessions.KickUser("alice", "Enough."));

        Assert.Equal(new WireClose(4302, "Enough."), await socket.CloseAsync());
        Assert.Equal(4302, socket.Status);
        Assert.Equal(4302, (await sse.CloseAsync()).Code);
        Assert.Equal(4302, (await poll).Close.Code);
        var close = await events.EventAsync();
        Assert.Equal(("close", """{"code":"kicked","reason":"Enough."}"""), (close?.Type, close?.Data));
        Assert.Null(await events.EventAsync());
        Assert.Equal(204, (await edge.GetAsync("", ("Accept", "text/event-stream"), ("Last-Event-ID", close!.LastEventId))).Status);
        Assert.Equal(204, (await edge.GetAsync("", ("Accept", "text/event-stream"), ("Last-Event-ID", place))).Status);
        await clients[3].SendAsync(0, WireFrame.Text("still here"));
        Assert.Equal("still here", (await bobs.FrameAsync())?.PayloadText);
    }

    [Fact]
    public async Task KeepPrincipal_GivesTheHandlerItsClaims()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup { Builder = TestBearer.Add, Options = options => options.KeepPrincipal = true });
        var client = await edge.OpenAsync(null, Alice);
        Assert.Equal("alice", client.Session?.User?.FindFirst(ClaimTypes.NameIdentifier)?.Value);

        await using var other = await Edge.StartAsync(new EdgeSetup { Builder = TestBearer.Add });
        Assert.Null((await other.OpenAsync(null, Alice)).Session?.User);
    }

    [Fact]
    public async Task RealCookies_OpenASessionOfTheirUserThatExpiresWithTheTicket()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Builder = builder =>
            {
                builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
                {
                    cookie.ExpireTimeSpan = TimeSpan.FromSeconds(30);
                    cookie.SlidingExpiration = false;
                });
                builder.Services.AddAuthorization();
            },
            Pipeline = app => app.MapGet("/login", (Microsoft.AspNetCore.Http.HttpContext context) => context.SignInAsync(
                new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "alice")], "password")))),
            Conventions = conventions => conventions.RequireAuthorization(),
        });
        Assert.Equal(401, (await edge.NegotiateAsync()).Status);
        var login = await Answer.OfAsync(edge.Host.Address("/login"), "GET", null);
        var cookie = ("Cookie", login.Head["Set-Cookie"]!.Split(';')[0]);

        var client = await edge.OpenAsync(null, cookie);
        await using var held = await client.HoldAsync("sse", client.Take());

        Assert.Equal("alice", client.Session?.UserId);
        Assert.Equal(200, (await edge.GetAsync("?wait=0", cookie)).Status);
        edge.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(4105, (await held.CloseAsync()).Code);
        (await client.PostAsync("poll", client.Take())).IsProblem(401, "reauthenticate", "resume");
    }

    private static async Task AttachesAndSendsAsync(EdgeSetup setup)
    {
        await using var edge = await Edge.StartAsync(setup);
        var client = await edge.OpenAsync(null, Alice);
        var native = await edge.OpenNativeAsync(Alice);

        foreach (var path in new[] { "poll", "send", "close" })
        {
            Assert.Equal(4000, (await client.PostAsync(path, client.Attach(Carriers.ModeOf(path)))).Close.Code);
        }

        await using var sse = await client.HoldAsync("sse", client.Take());
        await using var stream = await client.HoldAsync("stream", client.Take());
        await using var socket = await client.AttachedSocketAsync(client.Take());
        Assert.Equal(200, (await edge.PostAsync("", "Hi", native.Header)).Status);
        Assert.Equal(405, (await edge.GetAsync("/send")).Status);
    }
}
