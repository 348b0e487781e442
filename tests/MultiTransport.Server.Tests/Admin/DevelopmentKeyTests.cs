using System.Net;
using MultiTransport.Server.Tests.Hosting;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Admin;

/// <summary>Who is given the key of development: the page on this machine, and nobody else.</summary>
public sealed class DevelopmentKeyTests
{
    [Fact]
    public async Task Key_InDevelopment_IsForThePageOnThisMachineOnly()
    {
        await using var server = await ServerProcess.AnnouncedAsync(ServerProcess.Launch(["--urls", "http://127.0.0.1:0"], ("DOTNET_ENVIRONMENT", "Development")));

        Assert.Equal(HttpStatusCode.OK, await AskAsync(server, ("Sec-Fetch-Site", "same-origin")));
        Assert.Equal(HttpStatusCode.NoContent, await AskAsync(server));
        Assert.Equal(HttpStatusCode.NoContent, await AskAsync(server, ("Sec-Fetch-Site", "cross-site")));
        Assert.Equal(HttpStatusCode.NoContent, await AskAsync(server, ("Sec-Fetch-Site", "same-origin"), ("Host", "evil.example")));
        Assert.Equal(HttpStatusCode.NoContent, await AskAsync(server, ("Sec-Fetch-Site", "same-origin"), ("X-Forwarded-For", "203.0.113.7")));
    }

    [Fact]
    public async Task Key_InProduction_IsNobodys()
    {
        await using var server = await ServerProcess.StartAsync();

        Assert.Equal(HttpStatusCode.NoContent, await AskAsync(server, ("Sec-Fetch-Site", "same-origin")));
    }

    private static async Task<HttpStatusCode> AskAsync(ServerProcess server, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient { Timeout = TestTimeouts.Shared };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "/admin/key"));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await client.SendAsync(request);
        Assert.Equal(answer.StatusCode == HttpStatusCode.OK, (await answer.Content.ReadAsStringAsync()).Contains("key", StringComparison.Ordinal));
        return answer.StatusCode;
    }
}
