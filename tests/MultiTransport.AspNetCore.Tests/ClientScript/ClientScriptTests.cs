using System.IO.Compression;
using Microsoft.AspNetCore.Authorization;

namespace MultiTransport.AspNetCore.Tests.ClientScript;

/// <summary>The browser client at <c>client.js</c>, and with topics at <c>topics.js</c>.</summary>
public sealed class ClientScriptTests
{
    [Theory]
    [InlineData("/client.js")]
    [InlineData("/topics.js")]
    public async Task Script_IsAModuleThatAnyPageMayLoad(string path)
    {
        await using var edge = await Edge.StartAsync();

        var answer = await edge.GetAsync(path, ("Origin", "https://elsewhere.example"));

        Assert.Equal((200, "text/javascript; charset=utf-8"), (answer.Status, answer.Head["Content-Type"]));
        Assert.Contains("export", answer.Text, StringComparison.Ordinal);
        Assert.Equal(path == "/topics.js", answer.Text.Contains("subscribe", StringComparison.Ordinal));
        Assert.Equal(("no-cache", "*", "nosniff"), (answer.Head["Cache-Control"], answer.Head["Access-Control-Allow-Origin"], answer.Head["X-Content-Type-Options"]));
    }

    [Theory]
    [InlineData("/client.js", "/topics.js")]
    [InlineData("/topics.js", "/client.js")]
    public async Task Script_AskedWithItsETag_Is304(string path, string other)
    {
        await using var edge = await Edge.StartAsync();
        var tag = (await edge.GetAsync(path)).Head["ETag"]!;

        var again = await edge.GetAsync(path, ("If-None-Match", tag));

        Assert.Equal((304, 0), (again.Status, again.Body.Length));
        Assert.Equal(200, (await edge.GetAsync(other, ("If-None-Match", tag))).Status);
    }

    [Theory]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip, deflate, br, zstd", "br", "/topics.js")]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("br;q=0.5, gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0.1", "gzip")]
    [InlineData("gzip;q=0, identity", null)]
    [InlineData("zstd", null)]
    [InlineData(null, null)]
    [InlineData(null, null, "/topics.js")]
    public async Task Script_IsCodedAsItsReaderLikes(string? accepted, string? coding, string path = "/client.js")
    {
        await using var edge = await Edge.StartAsync();
        var plain = await edge.GetAsync(path);

        var coded = accepted is null ? plain : await edge.GetAsync(path, ("Accept-Encoding", accepted));

        Assert.Equal(coding, coded.Head["Content-Encoding"]);
        Assert.Equal("Accept-Encoding", coded.Head["Vary"]);
        Assert.Equal(coding is null, coded.Head["ETag"] == plain.Head["ETag"]);
        var body = new MemoryStream(coded.Body);
        await using Stream text = coding switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        Assert.Equal(plain.Text, await new StreamReader(text).ReadToEndAsync());
    }

    [Fact]
    public async Task Script_WhereTheHostAsksEverybodyForCredentials_IsAnonymous()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Builder = builder =>
            {
                TestBearer.Add(builder);
                builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
            },
            Pipeline = app => app.UseAuthentication().UseAuthorization(),
        });

        Assert.Equal(200, (await edge.GetAsync("/client.js")).Status);
        Assert.Equal(200, (await edge.GetAsync("/topics.js")).Status);
        Assert.Equal(401, (await edge.NegotiateAsync()).Status);
    }

    [Theory]
    [InlineData("/client.js")]
    [InlineData("/topics.js")]
    public async Task Script_ByAnotherMethod_Is405(string path)
    {
        await using var edge = await Edge.StartAsync();

        var answer = await edge.PostAsync(path, "x");

        answer.IsProblem(405, "method-not-allowed", "stop");
        Assert.Equal("GET, HEAD", answer.Head["Allow"]);
    }
}
