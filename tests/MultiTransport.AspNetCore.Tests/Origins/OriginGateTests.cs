namespace MultiTransport.AspNetCore.Tests.Origins;

/// <summary>Section 12 as a table.</summary>
public sealed class OriginGateTests
{
    public enum Way
    {
        Negotiate,
        BareWebSocket,
        NativeGet,
        NativeSse,
        NativePost,
    }

    private const string Host = "api.example:8080";
    private const string Other = "https://evil.example";

    public static TheoryData<string?, string, string?, string?, bool> Table => new()
    {
        // Origin, Host, Sec-Fetch-Site, Sec-Fetch-Mode, allowed
        { null, Host, null, null, true },
        { null, Host, "same-origin", "cors", true },
        { null, Host, "none", "navigate", true },
        { null, Host, "cross-site", "cors", false },
        { null, Host, "same-site", "cors", false },
        { null, Host, "cross-site", "navigate", false },
        { "http://api.example:8080", Host, null, null, true },
        { "https://api.example:8080", Host, null, null, true },
        { "HTTP://API.EXAMPLE:8080", Host, null, null, true },
        { "http://api.example:8080", Host, "same-origin", "websocket", true },
        { "http://api.example", Host, null, null, false },
        { "http://api.example:8081", Host, null, null, false },
        { "http://api.example:8081", Host, "same-site", "websocket", false },
        { "http://api.example", "api.example", null, null, true },
        { "https://api.example", "api.example", null, null, true },
        { "https://api.example:80", "api.example", null, null, false },
        { "http://[::1]:5000", "[::1]:5000", null, null, true },
        { "http://[::1]:5000", "[::2]:5000", null, null, false },
        { "http://127.0.0.1:5000", "localhost:5000", null, null, false },
        { "http://localhost:5000", "127.0.0.1:5000", "cross-site", "websocket", false },
        { Other, Host, null, null, false },
        { Other, Host, "cross-site", "websocket", false },
        { Other, Host, "same-site", "cors", false },
        { Other, Host, "same-origin", "cors", true },
        { "null", Host, null, null, false },
        { "null", Host, "cross-site", "cors", false },
        { "https://api.example.evil.example:8080", Host, null, null, false },
        { "https://evil.example/api.example:8080", Host, null, null, false },
        { "https://api.example:8080@evil.example", Host, null, null, false },
        { "file://api.example:8080", Host, null, null, false },
        { "chrome-extension://api.example:8080", Host, null, null, false },
        { "nonsense", Host, null, null, false },
        { "https://listed.example", Host, null, null, true },
        { "https://LISTED.example", Host, "cross-site", "cors", true },
        { "http://listed.example", Host, null, null, false },
        { "https://listed.example:444", Host, null, null, false },
        { "https://sub.listed.example", Host, null, null, false },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Gate_OfEveryWayThatOpensOrPosts_IsAsTheTableSays(string? origin, string host, string? site, string? mode, bool isAllowed)
    {
        await using var edge = await Edge.StartAsync(options => options.AllowedOrigins = ["https://listed.example"]);
        var headers = Headers(origin, host, site, mode);

        foreach (var way in Enum.GetValues<Way>())
        {
            await IsAsync(edge, way, headers, isAllowed);
        }

        Assert.Equal(isAllowed ? 1 : 0, edge.Handled.Count);
    }

    [Theory]
    [InlineData(null, "same-origin", Way.NativeGet, false)]
    [InlineData(null, "none", Way.NativeGet, false)]
    [InlineData("http://api.example:8080", "same-origin", Way.NativeSse, false)]
    [InlineData("https://listed.example", "cross-site", Way.NativeGet, false)]
    [InlineData("http://api.example:8080", "same-origin", Way.Negotiate, true)]
    [InlineData("http://api.example:8080", "same-origin", Way.NativePost, true)]
    [InlineData("https://evil.example", "cross-site", Way.Negotiate, false)]
    [InlineData("https://evil.example", "cross-site", Way.NativePost, false)]
    public async Task Gate_OfRequestsInTheModeNoCors_RefusesEveryGet(string? origin, string site, Way way, bool isAllowed)
    {
        await using var edge = await Edge.StartAsync(options => options.AllowedOrigins = ["https://listed.example"]);

        await IsAsync(edge, way, Headers(origin, Host, site, "no-cors"), isAllowed);
    }

    [Theory]
    [InlineData("a policy with the origin", "https://policy.example", false, true)]
    [InlineData("a policy with the origin", "https://policy.example", true, true)]
    [InlineData("a policy with the origin", Other, false, false)]
    [InlineData("a policy with a wildcard", "https://app.policy.example", true, true)]
    [InlineData("a policy with a wildcard", "https://policy.example.evil", true, false)]
    [InlineData("AllowAnyOrigin", Other, false, true)]
    [InlineData("AllowAnyOrigin", Other, true, false)]
    [InlineData("AllowAnyOrigin", "null", false, true)]
    [InlineData("AllowAnyOrigin", "null", true, false)]
    [InlineData("no policy of that name", Other, false, false)]
    [InlineData("DisableCors", "https://policy.example", false, false)]
    [InlineData("the default policy", "https://default.example", true, true)]
    [InlineData("the default policy", Other, true, false)]
    public async Task Gate_WithTheHostsCorsPolicy_TrustsItsOrigins(string policy, string origin, bool isAuthenticated, bool isAllowed)
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Builder = builder =>
            {
                TestBearer.Add(builder);
                builder.Services.AddCors(cors =>
                {
                    cors.AddPolicy("a policy with the origin", named => named.WithOrigins("https://policy.example"));
                    cors.AddPolicy("a policy with a wildcard", named => named.WithOrigins("https://*.policy.example").SetIsOriginAllowedToAllowWildcardSubdomains());
                    cors.AddPolicy("AllowAnyOrigin", named => named.AllowAnyOrigin());
                    cors.AddDefaultPolicy(named => named.WithOrigins("https://default.example"));
                });
            },
            Pipeline = app => app.UseCors(),
            Conventions = conventions =>
            {
                switch (policy)
                {
                    case "DisableCors":
                        conventions.WithMetadata(new Microsoft.AspNetCore.Cors.DisableCorsAttribute());
                        break;
                    case "the default policy":
                        conventions.RequireCors();
                        break;
                    default:
                        conventions.RequireCors(policy);
                        break;
                }
            },
        });
        (string, string)[] headers = [.. Headers(origin, Host, "cross-site", "cors"), .. isAuthenticated ? new[] { TestBearer.Header("alice") } : []];

        foreach (var way in Enum.GetValues<Way>())
        {
            await IsAsync(edge, way, headers, isAllowed);
        }
    }

    [Theory]
    [InlineData(Other, "cross-site", "cors")]
    [InlineData("null", "cross-site", "no-cors")]
    [InlineData(null, "cross-site", "no-cors")]
    public async Task Attach_NeedsNoOrigin(string? origin, string site, string mode)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var headers = Headers(origin, Host, site, mode);

        foreach (var path in new[] { "poll", "send", "close" })
        {
            Assert.Equal(200, (await client.PostAsync(path, client.Attach(Carriers.ModeOf(path)), headers)).Status);
        }

        await using var socket = await edge.SocketAsync("/ws", SdkClient.SubProtocol, [.. headers.Select(header => (header.Item1, (string?)header.Item2))]);
        Assert.True(socket.Accepted);
        await socket.SendBinaryAsync(SdkClient.Body(client.Take()));
        Assert.Equal(RawWebSocketOpcode.Binary, (await socket.ReadMessageAsync().WithTimeout())?.Opcode);
    }

    [Fact]
    public async Task Gate_ThatIsOff_LetsEveryoneIn()
    {
        await using var edge = await Edge.StartAsync(options => options.RequireKnownOrigin = false);

        foreach (var way in Enum.GetValues<Way>())
        {
            await IsAsync(edge, way, Headers(Other, Host, "cross-site", "no-cors"), isAllowed: true);
        }
    }

    [Fact]
    public async Task Refusal_NamesBothHosts()
    {
        await using var edge = await Edge.StartAsync();

        var problem = (await edge.NegotiateAsync(null, Headers(Other, Host, null, null))).IsProblem(403, "origin-refused", "stop");

        Assert.Contains(Other, problem.Detail, StringComparison.Ordinal);
        Assert.Contains(Host, problem.Detail, StringComparison.Ordinal);
        Assert.Contains("AllowedOrigins", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HelpPage_IsForEveryone()
    {
        await using var edge = await Edge.StartAsync();

        Assert.Equal(200, (await edge.GetAsync("", [.. Headers(null, Host, "cross-site", "navigate"), ("Accept", "text/html")])).Status);
        Assert.Equal(0, edge.Opened);
    }

    [Fact]
    public async Task Resume_FromAForeignOrigin_IsRefusedToo()
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();

        (await edge.GetAsync(native.Query(0), Headers(Other, Host, "cross-site", "cors"))).IsProblem(403, "origin-refused", "stop");
    }

    private static (string Name, string Value)[] Headers(string? origin, string host, string? site, string? mode)
    {
        var headers = new (string Name, string? Value)[] { ("Origin", origin), ("Host", host), ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode) };
        return [.. headers.Where(header => header.Value is not null).Select(header => (header.Name, header.Value!))];
    }

    private static async Task IsAsync(Edge edge, Way way, (string Name, string Value)[] headers, bool isAllowed)
    {
        var before = edge.Opened;
        switch (way)
        {
            case Way.Negotiate:
                Judge(await edge.NegotiateAsync(null, headers));
                break;
            case Way.NativeGet:
                Judge(await edge.GetAsync("?wait=0", headers));
                break;
            case Way.NativePost:
                var opener = headers.FirstOrDefault(header => header.Name == "Authorization");
                var native = await edge.OpenNativeAsync(opener.Name is null ? [] : [opener]);
                before = edge.Opened;
                var posted = await edge.PostAsync("", "Hi", [.. headers, native.Header]);
                if (isAllowed)
                {
                    Assert.Equal(200, posted.Status);
                }
                else
                {
                    Judge(posted);
                }

                return;
            case Way.NativeSse:
                await using (var events = await edge.HoldAsync("text/event-stream", "", headers))
                {
                    if (isAllowed)
                    {
                        Assert.Equal("session", (await events.EventAsync())?.Type);
                    }
                    else
                    {
                        Judge(await events.WholeAsync());
                    }
                }

                break;
            case Way.BareWebSocket:
                await using (var socket = await edge.SocketAsync("", null, [.. headers.Select(header => (header.Name, (string?)header.Value))]))
                {
                    Assert.Equal(isAllowed, socket.Accepted);
                    if (!isAllowed)
                    {
                        Judge(new Answer(socket.Handshake.Head, await socket.Handshake.ReadBodyAsync().WithTimeout()));
                    }
                }

                break;
        }

        void Judge(Answer answer)
        {
            if (isAllowed)
            {
                Assert.True(answer.Status == 200, $"{way}: {answer.Text}");
                Assert.Equal(before + 1, edge.Opened);
            }
            else
            {
                answer.IsProblem(403, "origin-refused", "stop");
                Assert.Equal(before, edge.Opened);
            }
        }
    }
}
