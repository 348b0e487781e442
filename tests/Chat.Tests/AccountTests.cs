using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Chat.Accounts;
using Dapper;
using MultiTransport.Client;

namespace Chat.Tests;

public sealed class AccountTests
{
    [Fact]
    public async Task Register_KeepsAHash_AndGivesACookieThatNoScriptAndNoOtherSiteHas()
    {
        await using var host = await ChatHost.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Url };

        using var answer = await http.PostAsJsonAsync("/accounts/register", new { name = "Änne.1", password = "correct horse" });

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("horse", host.Database.Read(static connection => connection.QuerySingle<string>("SELECT password FROM user")), StringComparison.Ordinal);
        Assert.Equal("Änne.1", (await http.GetFromJsonAsync<JsonNode>("/accounts/me"))!["name"]!.GetValue<string>());
        await http.PostAsync("/accounts/logout", null);
        Assert.Equal(HttpStatusCode.NoContent, (await http.GetAsync("/accounts/me")).StatusCode);
    }

    [Theory]
    [InlineData("anna", "correct horse", HttpStatusCode.Conflict, "name-taken")]
    [InlineData("ANNA", "correct horse", HttpStatusCode.Conflict, "name-taken")]
    [InlineData("a", "correct horse", HttpStatusCode.BadRequest, "name-malformed")]
    [InlineData("-anna", "correct horse", HttpStatusCode.BadRequest, "name-malformed")]
    [InlineData("anna\n", "correct horse", HttpStatusCode.Conflict, "name-taken")]
    [InlineData("an na", "correct horse", HttpStatusCode.BadRequest, "name-malformed")]
    [InlineData("<b>anna", "correct horse", HttpStatusCode.BadRequest, "name-malformed")]
    [InlineData(null, "correct horse", HttpStatusCode.BadRequest, "name-malformed")]
    [InlineData("bob", "short", HttpStatusCode.BadRequest, "password-malformed")]
    [InlineData("bob", null, HttpStatusCode.BadRequest, "password-malformed")]
    public async Task Register_RefusesWithACode(string? name, string? password, HttpStatusCode status, string code)
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna");
        using var http = new HttpClient { BaseAddress = host.Url };

        using var answer = await http.PostAsJsonAsync("/accounts/register", new { name, password });

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonNode>())!["code"]!.GetValue<string>());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("anna", "wrong horse")]
    [InlineData("nobody", "correct horse")]
    [InlineData("anna", "")]
    [InlineData("' OR 1=1 --", "correct horse")]
    public async Task Login_DoesNotTellWhatWasWrong(string name, string password)
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna");
        using var http = new HttpClient { BaseAddress = host.Url };

        using var answer = await http.PostAsJsonAsync("/accounts/login", new { name, password });

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("credentials-wrong", (await answer.Content.ReadFromJsonAsync<JsonNode>())!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Logout_EndsTheSessionsOfThatDevice_AndOfNoOther()
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna");
        await using var tablet = await anna.AnotherDeviceAsync();

        await anna.Http.PostAsync("/accounts/logout", null);

        Assert.Equal("kicked", (await anna.Session.Closed.WaitAsync(TimeSpan.FromSeconds(30))).Code);
        Assert.NotNull((await tablet.AskAsync(new { @do = "hello" }))["me"]);
    }

    [Fact]
    public async Task Logout_EndsACopyOfTheCookie_AlsoForAServerThatRestarts()
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna");
        await using var tablet = await anna.AnotherDeviceAsync();
        using var thief = new HttpClient { BaseAddress = host.Url, DefaultRequestHeaders = { { "Cookie", anna.Cookie } } };
        var stolen = new ClientSessionOptions { Headers = new Dictionary<string, string> { ["Cookie"] = anna.Cookie }, Verdicts = null };
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("/accounts/me")).StatusCode);

        await anna.Http.PostAsync("/accounts/logout", null);
        await host.RestartAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await thief.GetAsync("/accounts/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync($"/files/{new string('0', 32)}")).StatusCode);
        Assert.Equal("unauthorized", (await Assert.ThrowsAsync<SessionException>(() => ClientSession.ConnectAsync(new Uri(host.Url, "/chat"), stolen))).Code);
        Assert.Equal(HttpStatusCode.OK, (await tablet.Http.GetAsync("/accounts/me")).StatusCode);
    }

    [Fact]
    public async Task Logout_EndsSessionsThatAreOpenedMeanwhile()
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna");
        var cookie = new Dictionary<string, string> { ["Cookie"] = anna.Cookie };

        var opened = Enumerable.Range(0, 20).Select(async _ =>
        {
            try
            {
                await using var session = await ClientSession.ConnectAsync(new Uri(host.Url, "/chat"), new ClientSessionOptions { Headers = cookie, Verdicts = null });
                return (await session.Closed.WaitAsync(TimeSpan.FromSeconds(30))).Code;
            }
            catch (SessionException refused)
            {
                return refused.Code;
            }
        }).ToArray();
        await anna.Http.PostAsync("/accounts/logout", null);

        Assert.All(await Task.WhenAll(opened), static code => Assert.Contains(code, new[] { "kicked", "unauthorized" }));
    }

    [Fact]
    public async Task Devices_AreBounded_TheOldestIsSignedOut()
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna");

        for (var number = 0; number < Devices.Most; number++)
        {
            await host.Devices.AddAsync(anna.Id);
        }

        Assert.Equal("kicked", (await anna.Session.Closed.WaitAsync(TimeSpan.FromSeconds(30))).Code);
        Assert.Equal(HttpStatusCode.NoContent, (await anna.Http.GetAsync("/accounts/me")).StatusCode);
        Assert.Equal(Devices.Most, host.Database.Read(static connection => connection.QuerySingle<int>("SELECT count(*) FROM device")));
    }

    [Fact]
    public async Task Guessing_IsSlowedDown()
    {
        await using var host = await ChatHost.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Url };
        HttpStatusCode[] statuses = await Task.WhenAll(Enumerable.Range(0, 60).Select(async number =>
        {
            using var answer = await http.PostAsJsonAsync("/accounts/login", new { name = "anna", password = $"guess {number}" });
            return answer.StatusCode;
        }));

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }

    [Fact]
    public async Task Nobody_GetsNoSessionAndNoFile()
    {
        await using var host = await ChatHost.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Url };

        Assert.Equal("unauthorized", (await Assert.ThrowsAsync<SessionException>(() => ClientSession.ConnectAsync(new Uri(host.Url, "/chat")))).Code);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync($"/files/{new string('0', 32)}")).StatusCode);
    }

    [Fact]
    public async Task AnotherSitesPage_GetsNoSession()
    {
        await using var host = await ChatHost.StartAsync();
        await using var anna = await host.RegisterAsync("anna");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/chat/negotiate") { Headers = { { "Origin", "https://evil.example" } } };

        Assert.Equal(HttpStatusCode.Forbidden, (await anna.Http.SendAsync(request)).StatusCode);
    }
}
