namespace MultiTransport.AspNetCore.Tests.Origins;

/// <summary>CORS headers: by the endpoint's own list, and by the host's policy.</summary>
public sealed class CrossOriginTests
{
    private const string Listed = "https://app.example";

    [Theory]
    [InlineData("", "POST")]
    [InlineData("", "GET")]
    [InlineData("/negotiate", "POST")]
    [InlineData("/poll", "POST")]
    [InlineData("/send", "POST")]
    public async Task Preflight_OfAListedOrigin_AllowsIt(string path, string method)
    {
        await using var edge = await Edge.StartAsync(options => options.AllowedOrigins = ["https://first.example", Listed]);

        var answer = await PreflightAsync(edge, path, Listed, method, "content-type,multitransport-session,multitransport-number,last-event-id");

        Assert.Equal((204, Listed, "true"), (answer.Status, answer.Head["Access-Control-Allow-Origin"], answer.Head["Access-Control-Allow-Credentials"]));
        Assert.True(answer.Head.HasToken("Access-Control-Allow-Headers", "MultiTransport-Session"));
        Assert.True(answer.Head.HasToken("Access-Control-Allow-Headers", "MultiTransport-Number"));
        Assert.True(answer.Head.HasToken("Access-Control-Allow-Headers", "Authorization"));
        Assert.True(answer.Head.HasToken("Vary", "Origin"));
    }

    [Fact]
    public async Task Preflight_OfAnotherOrigin_AllowsNothing()
    {
        await using var edge = await Edge.StartAsync(options => options.AllowedOrigins = [Listed]);

        var answer = await PreflightAsync(edge, "/negotiate", "https://evil.example", "POST", "content-type");

        Assert.Null(answer.Head["Access-Control-Allow-Origin"]);
        Assert.Null(answer.Head["Access-Control-Allow-Credentials"]);
    }

    [Fact]
    public async Task Answers_ToAListedOrigin_BearItAndExposeTheCredential()
    {
        await using var edge = await Edge.StartAsync(options => options.AllowedOrigins = [Listed]);
        var client = await edge.OpenAsync();
        var origin = ("Origin", Listed);
        Answer[] answers =
        [
            await edge.NegotiateAsync(null, origin), await edge.GetAsync("?wait=0", origin), await edge.PostAsync("", "Hi", origin),
            await client.PostAsync("poll", client.Take(), [origin]), await client.PostAsync("send", client.Attach(WireAttachMode.Send), [origin]),
            await edge.GetAsync("/negotiate", origin), await edge.GetAsync("/ws", origin),
        ];

        Assert.All(answers, answer => Assert.Equal((Listed, "true"), (answer.Head["Access-Control-Allow-Origin"], answer.Head["Access-Control-Allow-Credentials"])));
        Assert.All(answers, answer => Assert.True(answer.Head.HasToken("Vary", "Origin")));
        Assert.True(answers[1].Head.HasToken("Access-Control-Expose-Headers", "MultiTransport-Session"));
        await using var events = await edge.HoldAsync("text/event-stream", "", origin);
        Assert.Equal(Listed, events.Response.Head["Access-Control-Allow-Origin"]);
    }

    [Fact]
    public async Task Answers_ToAnotherOrigin_BearNoCorsHeader()
    {
        await using var edge = await Edge.StartAsync(options => options.AllowedOrigins = [Listed]);

        var answer = await edge.NegotiateAsync(null, ("Origin", "https://evil.example"));

        answer.IsProblem(403, "origin-refused", "stop");
        Assert.Null(answer.Head["Access-Control-Allow-Origin"]);
    }

    [Theory]
    [InlineData("", "POST")]
    [InlineData("/negotiate", "POST")]
    [InlineData("/poll", "POST")]
    public async Task HostsPolicy_WithUseCorsAndRequireCors_WritesTheHeaders(string path, string method)
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Builder = builder => builder.Services.AddCors(cors => cors.AddPolicy("app", policy => policy.WithOrigins(Listed).AllowAnyHeader().AllowAnyMethod().AllowCredentials())),
            Pipeline = app => app.UseCors(),
            Conventions = conventions => conventions.RequireCors("app"),
        });

        var preflight = await PreflightAsync(edge, path, Listed, method, "x-anything");
        var answer = await edge.NegotiateAsync(null, ("Origin", Listed));

        Assert.Equal((204, Listed, "x-anything"), (preflight.Status, preflight.Head["Access-Control-Allow-Origin"], preflight.Head["Access-Control-Allow-Headers"]));
        Assert.Equal((200, Listed), (answer.Status, answer.Head["Access-Control-Allow-Origin"]));
    }

    [Fact]
    public async Task HostsPolicyAndOwnList_Together_WriteEachHeaderOnce()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Options = options => options.AllowedOrigins = [Listed],
            Builder = builder => builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins(Listed).AllowCredentials())),
            Pipeline = app => app.UseCors(),
            Conventions = conventions => conventions.RequireCors(),
        });

        var answer = await edge.NegotiateAsync(null, ("Origin", Listed));

        Assert.Equal([Listed], answer.Head.All("Access-Control-Allow-Origin"));
        Assert.Equal(["true"], answer.Head.All("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task RefusalOfTheHostsAuthorization_ToAListedOrigin_BearsTheHeaders()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Options = options => options.AllowedOrigins = [Listed],
            Builder = TestBearer.Add,
            Pipeline = app => app.UseAuthentication().UseAuthorization(),
            Conventions = conventions => conventions.RequireAuthorization(),
        });

        var listed = await edge.NegotiateAsync(null, ("Origin", Listed));
        var other = await edge.NegotiateAsync(null, ("Origin", "https://evil.example"));

        Assert.Equal((401, Listed, "true"), (listed.Status, listed.Head["Access-Control-Allow-Origin"], listed.Head["Access-Control-Allow-Credentials"]));
        Assert.Equal((401, null), (other.Status, other.Head["Access-Control-Allow-Origin"]));
    }

    private static Task<Answer> PreflightAsync(Edge edge, string path, string origin, string method, string headers) => Answer.OfAsync(
        edge.Address(path), "OPTIONS", null, ("Origin", origin), ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", headers));
}
