using System.Security.Claims;

namespace MultiTransport.AspNetCore.Tests.Hosting;

/// <summary>Where principals are kept, every attach is checked against the endpoint's own policies for the session's principal.</summary>
public sealed class SessionAuthorizationTests
{
    [Theory]
    [MemberData(nameof(Carriers.Http), MemberType = typeof(Carriers))]
    public async Task Attach_OfAUserWhomThePolicyNoLongerAllows_IsForbidden(string path)
    {
        var banned = new HashSet<string>();
        await using var edge = await StartAsync(banned, keepPrincipal: true);
        var client = await edge.OpenAsync(null, TestBearer.Header("alice"));
        Assert.Equal(4000, (await client.SendAsync(0, WireFrame.Text("Hi"))).Close.Code);

        banned.Add("alice");

        (await client.PostAsync(path, client.Attach(Carriers.ModeOf(path), upstream: 1), WireFrame.Text("no"))).IsProblem(403, "forbidden", "stop");
        Assert.Equal(["Hi"], edge.Handled);
    }

    [Fact]
    public async Task Socket_OfAUserWhomThePolicyNoLongerAllows_Closes4307()
    {
        var banned = new HashSet<string>();
        await using var edge = await StartAsync(banned, keepPrincipal: true);
        var client = await edge.OpenAsync(null, TestBearer.Header("alice"));
        banned.Add("alice");

        await using var socket = await client.SocketAsync(client.Take());

        Assert.Equal((4307, 4307), ((await socket.CloseAsync()).Code, socket.Status));
    }

    [Fact]
    public async Task Attach_WithoutAKeptPrincipal_IsGoodAsLongAsTheSession()
    {
        var banned = new HashSet<string>();
        await using var edge = await StartAsync(banned, keepPrincipal: false);
        var client = await edge.OpenAsync(null, TestBearer.Header("alice"));
        banned.Add("alice");

        Assert.Equal(4000, (await client.PollAsync()).Close.Code);
        Assert.Equal(403, (await edge.NegotiateAsync(null, TestBearer.Header("alice"))).Status);
    }

    private static Task<Edge> StartAsync(HashSet<string> banned, bool keepPrincipal) => Edge.StartAsync(new EdgeSetup
    {
        Builder = builder =>
        {
            TestBearer.Add(builder);
            builder.Services.AddAuthorizationBuilder().AddPolicy("allowed", policy => policy.RequireAssertion(context =>
                context.User.FindFirst(ClaimTypes.NameIdentifier) is { } name && !banned.Contains(name.Value)));
        },
        Options = options => options.KeepPrincipal = keepPrincipal,
        Conventions = conventions => conventions.RequireAuthorization("allowed"),
    });
}
