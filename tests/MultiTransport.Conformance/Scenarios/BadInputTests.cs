using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>PROTOCOL.md, 13.8: answers that are not ours, and arguments that cannot be. Each is a typed error with what to do, never a hang or an endless retry.</summary>
public class BadInputTests
{
    private static readonly Dictionary<string, (int Status, string Type, string Body, string Code)> Answers = new()
    {
        ["404 of a web server"] = (404, "text/html", "<html><h1>Not Found</h1></html>", "not-found"),
        ["405"] = (405, "text/plain", "no", "not-found"),
        ["410"] = (410, "text/plain", "gone", "not-found"),
        ["200 html of a portal"] = (200, "text/html", "<html>Accept our terms</html>", "not-multitransport"),
        ["200 json of something else"] = (200, "application/json", """{"hello":"world"}""", "not-multitransport"),
        ["200 empty"] = (200, "text/plain", "", "not-multitransport"),
        ["another version"] = (400, "application/problem+json", """{"title":"x","status":400,"code":"version-unsupported","detail":"1 is spoken here","action":"stop"}""", "version-unsupported"),
        ["401"] = (401, "text/plain", "who are you", "unauthorized"),
        ["403 of a proxy"] = (403, "text/html", "<html>no</html>", "unauthorized"),
        ["403 with a code"] = (403, "application/problem+json", """{"title":"x","status":403,"code":"origin-refused","detail":"not from there","action":"stop"}""", "origin-refused"),
        ["400 with a code"] = (400, "application/problem+json", """{"title":"x","status":400,"code":"transports-none","detail":"none left","action":"stop"}""", "transports-none"),
    };

    public static TheoryData<string, string> AllAnswers => ClientRows.Times(Answers.Keys);

    public static TheoryData<string, string> Passing => ClientRows.Times(["408", "429", "500", "502", "503", "504"]);

    [ClientTheory]
    [MemberData(nameof(AllAnswers))]
    public Task AnswerThatIsNotOurs_ClosesWithItsCode(string client, string answer) => Stage.RunAsync(client, Strange(), async stage =>
    {
        var session = await stage.ConnectToAsync(Strange(stage, answer), options: null, "hello");

        var closed = await session.Closed.WithTimeout();

        Assert.Equal(Answers[answer].Code, closed.Code);
        Assert.NotEmpty(closed.Reason);
        await session.First[0].FailsAsync("closed");
        Assert.InRange(stage.Proxy.RequestCount, 1, 2);
        await stage.NothingIsLeftAsync();
    });

    [ClientTheory]
    [MemberData(nameof(Passing))]
    public Task TroubleThatMayPass_IsTriedAgain(string client, string status) => Stage.TogetherAsync(client, status, new ScenarioSetup(), async stage =>
    {
        using var trouble = stage.Proxy.Add(new AnsweredInstead(int.Parse(status)) { Where = Requests.Next(2, Requests.To("negotiate")) });
        var session = await stage.ConnectAsync(options: null, "hello");

        Assert.Equal("hello", (await session.NextMessageAsync()).Text);

        await session.First[0].WithTimeout();
        Assert.Single(stage.Server.Sessions);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task ServerThatRefuses_IsUnreachableWhenTheTimeIsOver_WithoutAStormOfTries(string client) => Stage.TogetherAsync(client, async stage =>
    {
        stage.Proxy.Down = true;
        var session = await stage.ConnectAsync(new ScenarioOptions { ConnectTimeout = TimeSpan.FromSeconds(2) }, "hello");

        var closed = await session.Closed.WithTimeout();

        Assert.Equal("unreachable", closed.Code);
        Assert.NotEmpty(closed.Reason);
        await session.First[0].FailsAsync("closed");
        Assert.InRange(stage.Proxy.ConnectionCount, 2, 40); // the browser's own repetitions included
        await stage.NothingIsLeftAsync();
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task ServerThatNeverAnswers_IsUnreachableWhenTheTimeIsOver(string client) => Stage.TogetherAsync(client, async stage =>
    {
        stage.Proxy.Plan = new FaultPlan { FlowUp = ProxyFlow.Swallow };
        var session = await stage.ConnectAsync(new ScenarioOptions { ConnectTimeout = TimeSpan.FromSeconds(1) }, "hello");

        Assert.Equal("unreachable", (await session.Closed.WithTimeout()).Code);
        await session.First[0].FailsAsync("closed");
        await stage.NothingIsLeftAsync();
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task AddressThatIsNone_IsUnreachable(string client) => Stage.TogetherAsync(client, async stage =>
    {
        var nobody = new UriBuilder(stage.Server.Url) { Host = "nobody.invalid" }.Uri;
        var session = await stage.ConnectToAsync(nobody, new ScenarioOptions { ConnectTimeout = TimeSpan.FromSeconds(1) });

        Assert.Equal("unreachable", (await session.Closed.WithTimeout()).Code);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task Redirect_IsNotFollowed(string client) => Stage.RunAsync(client, Strange(), async stage =>
    {
        var session = await stage.ConnectToAsync(new Uri(stage.Server.Url, "/moved"));

        Assert.Equal("not-multitransport", (await session.Closed.WithTimeout()).Code);
        Assert.DoesNotContain(stage.Proxy.Requests, static request => request.Path.StartsWith("/echo", StringComparison.Ordinal));
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task ProxyThatAsksWhoWeAre_IsToldAsThat(string client) => Stage.RunAsync(client, async stage =>
    {
        stage.Proxy.Add(new AnsweredInstead(407));
        var session = await stage.ConnectAsync(new ScenarioOptions { ConnectTimeout = TimeSpan.FromSeconds(1) });

        // Browsers keep a 407 to themselves.
        Assert.Contains((await session.Closed.WithTimeout()).Code, new[] { "proxy-authentication-required", "unreachable" });
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task ArgumentsThatCannotBe_AreSaidAtOnce(string client) => Stage.RunAsync(client, async stage =>
    {
        await IsArgumentErrorAsync(stage.ConnectToAsync(new Uri("ftp://127.0.0.1/echo")), "ftp:");
        await IsArgumentErrorAsync(stage.ConnectAsync(new ScenarioOptions { Transports = ["pigeon"] }), "pigeon");
        await IsArgumentErrorAsync(stage.ConnectAsync(new ScenarioOptions { Transports = [] }), "transports");
        await IsArgumentErrorAsync(stage.ConnectAsync(new ScenarioOptions { Queue = (0, 1) }), "0");
        await IsArgumentErrorAsync(stage.ConnectAsync(new ScenarioOptions { PollInterval = TimeSpan.FromMilliseconds(1) }), "1");
        await IsArgumentErrorAsync(stage.ConnectAsync(new ScenarioOptions { ConnectTimeout = TimeSpan.Zero }), "0");
        var session = await stage.ConnectAsync();
        await IsArgumentErrorAsync(session.UseAsync("pigeon"), "pigeon");
    });

    private static async Task IsArgumentErrorAsync(Task call, string named)
    {
        var failure = await Assert.ThrowsAsync<ClientFailureException>(() => call.WithTimeout());
        Assert.Equal("TypeError", failure.Name);
        Assert.Contains(named, failure.Text, StringComparison.OrdinalIgnoreCase);
    }

    private static Uri Strange(Stage stage, string answer) => new(stage.Server.Url, $"/strange/{Uri.EscapeDataString(answer)}");

    /// <summary>A server of something else, which lets pages of every origin see its answers.</summary>
    private static ScenarioSetup Strange() => new()
    {
        Application = static app =>
        {
            app.Map("/strange/{name}/negotiate", async (HttpContext context, string name) =>
            {
                var (status, type, body, _) = Answers[name];
                context.Response.Headers.AccessControlAllowOrigin = "*";
                context.Response.StatusCode = status;
                context.Response.ContentType = type;
                await context.Response.WriteAsync(body);
            });
            app.Map("/moved/negotiate", static (HttpContext context) =>
            {
                context.Response.Headers.AccessControlAllowOrigin = "*";
                context.Response.Redirect("/echo/negotiate", permanent: false, preserveMethod: true);
            });
        },
    };
}
