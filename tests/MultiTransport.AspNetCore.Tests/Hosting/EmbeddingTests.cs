using System.IO.Compression;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace MultiTransport.AspNetCore.Tests.Hosting;

/// <summary>What a host may do around us.</summary>
public sealed class EmbeddingTests
{
    [Fact]
    public async Task AddMultiTransport_Twice_AddsNothingButOptions()
    {
        static int Ours(ServiceCollection services) => services.Count(service => service.ServiceType.Namespace!.StartsWith("MultiTransport", StringComparison.Ordinal));
        var once = new ServiceCollection();
        once.AddMultiTransport();
        var twice = new ServiceCollection();
        twice.AddMultiTransport();
        twice.AddMultiTransport();
        Assert.Equal(Ours(once), Ours(twice));

        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Builder = builder =>
            {
                builder.Services.AddMultiTransport(options => options.MaxMessageBytes = 1000);
                builder.Services.AddMultiTransport(options => options.Heartbeat = TimeSpan.FromSeconds(7));
            },
        });

        var negotiated = Negotiated.Parse((await edge.NegotiateAsync()).Body);
        Assert.Equal((1000, 7, 5), (negotiated.Limits.Message, negotiated.Heartbeat.TotalSeconds, negotiated.Transports.Count));
    }

    [Fact]
    public async Task MapMultiTransport_WithoutAdd_NamesTheMissingCall()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.StartAsync(null, app => app.MapMultiTransport("/echo", (_, _) => ValueTask.CompletedTask)));

        Assert.Contains("builder.Services.AddMultiTransport()", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/chat/{room}")]
    [InlineData("")]
    [InlineData("  ")]
    public async Task MapMultiTransport_ToAPatternThatIsNoPath_Throws(string pattern) => await Assert.ThrowsAnyAsync<ArgumentException>(() =>
        TestHost.StartAsync(builder => builder.Services.AddMultiTransport(), app => app.MapMultiTransport(pattern, (_, _) => ValueTask.CompletedTask)));

    [Theory]
    [InlineData("/", "/negotiate")]
    [InlineData("chat", "/chat/negotiate")]
    [InlineData("/chat/", "/chat/negotiate")]
    [InlineData("/a/b/c", "/a/b/c/negotiate")]
    public async Task MapMultiTransport_ToAnyPath_Works(string pattern, string negotiate)
    {
        await using var host = await TestHost.StartAsync(builder => builder.Services.AddMultiTransport(), app => app.MapMultiTransport(pattern, (_, _) => ValueTask.CompletedTask));

        Assert.Equal(200, (await Answer.OfAsync(host.Address(negotiate), "POST", [])).Status);
    }

    [Fact]
    public async Task Options_WithFaults_StopTheStartWithAllOfThemInOneMessage()
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => TestHost.StartAsync(
            builder =>
            {
                builder.Services.AddMultiTransport();
                builder.Services.Configure<MultiTransportServerOptions>(server => (server.Limits.MaxSessions, server.SweepInterval) = (0, TimeSpan.FromMinutes(1)));
            },
            app =>
            {
                app.MapMultiTransport("/good", (_, _) => ValueTask.CompletedTask);
                app.MapMultiTransport("/bad", (_, _) => ValueTask.CompletedTask, options =>
                {
                    options.Heartbeat = TimeSpan.Zero;
                    options.MaxMessageBytes = 0;
                    options.Transports = ["websocket", "carrier-pigeon"];
                    options.AllowedOrigins = ["app.example", "https://app.example/"];
                    options.SubProtocols = ["multitransport.v1", "with space"];
                    options.Overflow = (OverflowPolicy)99;
                    options.OnCredentialExpiry = (CredentialExpiry)99;
                });
                app.MapMultiTransport("/worse", (_, _) => ValueTask.CompletedTask, options => options.Transports = []);
            }));

        string[] expected =
        [
            "MaxSessions is 0; accepted is 1 to", "SweepInterval", "'/bad': Heartbeat is 00:00:00; accepted is 00:00:01 to 00:10:00", "'/bad': MaxMessageBytes is 0", "'carrier-pigeon'",
            "'app.example'", "'https://app.example/'", "'multitransport.v1'", "'with space'", "'/bad': Overflow", "'/bad': OnCredentialExpiry", "'/worse': Transports is empty",
        ];
        Assert.All(expected, part => Assert.Contains(part, fault.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("/good", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoints_WithDifferentOptions_KeepThemApart()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Options = options => (options.MaxMessageBytes, options.Transports) = (1000, ["sse", "longpoll"]),
            Pipeline = app => app.MapMultiTransport("/other", (Session session, Message message) => session.SendAsync(message), options => options.Hold = TimeSpan.FromSeconds(3)),
        });

        var here = Negotiated.Parse((await edge.NegotiateAsync()).Body);
        var there = Negotiated.Parse((await Answer.OfAsync(edge.Host.Address("/other/negotiate"), "POST", [])).Body);

        Assert.Equal((1000, 20, 2), (here.Limits.Message, here.Hold.TotalSeconds, here.Transports.Count));
        Assert.Equal((65_536, 3, 5), (there.Limits.Message, there.Hold.TotalSeconds, there.Transports.Count));
        Assert.Equal(400, (await Answer.OfAsync(edge.Host.Address("/other?wait=4"), "GET", null)).Status);
        Assert.Equal(200, (await edge.GetAsync("?wait=4")).Status);
    }

    [Fact]
    public async Task Options_OfTheServices_AreDefaultsThatAnEndpointDoesNotChangeForOthers()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Builder = builder => builder.Services.AddMultiTransport(options => options.AllowedOrigins = ["https://all.example"]),
            Options = options => options.AllowedOrigins.Add("https://one.example"),
            Pipeline = app => app.MapMultiTransport("/other", (_, _) => ValueTask.CompletedTask),
        });

        Assert.Equal(200, (await edge.NegotiateAsync(null, ("Origin", "https://one.example"))).Status);
        Assert.Equal(200, (await Answer.OfAsync(edge.Host.Address("/other/negotiate"), "POST", [], ("Origin", "https://all.example"))).Status);
        Assert.Equal(403, (await Answer.OfAsync(edge.Host.Address("/other/negotiate"), "POST", [], ("Origin", "https://one.example"))).Status);
    }

    [Fact]
    public async Task UsePathBase_IsInTheNextUrl()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Pipeline = app =>
            {
                app.UsePathBase("/app");
                app.UseRouting();
            },
        });

        var answer = await Answer.OfAsync(edge.Host.Address("/app/echo?wait=0"), "GET", null);
        var next = answer.Json.GetProperty("next").GetString()!;

        Assert.StartsWith("/app/echo?after=v1.", next, StringComparison.Ordinal);
        Assert.Equal(200, (await Answer.OfAsync(edge.Host.Address(next), "GET", null)).Status);
        Assert.StartsWith("/echo?after=v1.", (await edge.GetAsync("?wait=0")).Json.GetProperty("next").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MapGroup_IsInTheNextUrlAndItsFiltersDoNoHarm()
    {
        await using var host = await TestHost.StartAsync(
            builder => builder.Services.AddMultiTransport(),
            app => app.MapGroup("/v1").MapMultiTransport("/echo", (Session session, Message message) => session.SendAsync(message)));

        var answer = await Answer.OfAsync(host.Address("/v1/echo?wait=0"), "GET", null);

        Assert.StartsWith("/v1/echo?after=", answer.Json.GetProperty("next").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResponseCompression_LeavesEventsAloneAndTheyArriveAtOnce()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Builder = builder => builder.Services.AddResponseCompression(compression =>
            {
                compression.EnableForHttps = true;
                compression.MimeTypes = ["text/event-stream", "application/octet-stream", "application/x-ndjson", "application/json", "application/problem+json"];
            }),
            Pipeline = app => app.UseResponseCompression(),
        });
        var gzip = ("Accept-Encoding", "gzip, br");
        await using var events = await edge.HoldAsync("text/event-stream", "", gzip);
        await using var lines = await edge.HoldAsync("application/x-ndjson", "", gzip);
        var client = await edge.OpenAsync();
        await using var raw = await edge.BeginAsync("POST", "/sse", SdkClient.Body(client.Take()), gzip);
        var sse = new HeldAnswer(raw, await raw.ReadResponseAsync().WithTimeout());

        Assert.Equal("session", (await events.EventAsync())?.Type);
        Assert.True((await lines.LineAsync())!.Value.TryGetProperty("open", out _));
        Assert.Equal(WireFrameType.Attached, (await sse.FrameAsync())?.Type);
        Assert.All(new[] { events, lines, sse }, held => Assert.Equal("identity", held.Response.Head["Content-Encoding"]));
        await edge.PostAsync("", "at once", ("MultiTransport-Session", events.Response.Head["MultiTransport-Session"]!), gzip);
        Assert.Equal("at once", (await events.EventAsync())?.Data);

        var negotiate = await edge.NegotiateAsync(null, gzip);
        using var body = negotiate.Head["Content-Encoding"] switch
        {
            "gzip" => (Stream)new GZipStream(new MemoryStream(negotiate.Body), CompressionMode.Decompress),
            "br" => new BrotliStream(new MemoryStream(negotiate.Body), CompressionMode.Decompress),
            _ => new MemoryStream(negotiate.Body),
        };
        Assert.Equal(1, (await System.Text.Json.JsonDocument.ParseAsync(body)).RootElement.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task RequestTimeouts_WithAShortDefault_LeaveHeldResponsesAlone()
    {
        var short_ = TimeSpan.FromMilliseconds(200);
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Builder = builder => builder.Services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new() { Timeout = short_ }),
            Pipeline = app =>
            {
                app.UseRequestTimeouts();
                app.MapGet("/slow", async (Microsoft.AspNetCore.Http.HttpContext context) => await Task.Delay(Timeout.Infinite, context.RequestAborted));
            },
        });
        var client = await edge.OpenAsync();
        await using var events = await edge.HoldAsync("text/event-stream");
        await events.EventAsync();
        await using var stream = await client.HoldAsync("stream", client.Take());
        await using var socket = await edge.SocketAsync();
        var native = await edge.OpenNativeAsync();
        var poll = edge.GetAsync(native.Query(20));
        await edge.WhenLoggedAsync(1002, log => Equals(log["Transport"], "longpoll"));

        // Two of the timeouts of an endpoint that has no say in it are the signal that ours would have come.
        Assert.Equal(504, (await Answer.OfAsync(edge.Host.Address("/slow"), "GET", null)).Status);
        Assert.Equal(504, (await Answer.OfAsync(edge.Host.Address("/slow"), "GET", null)).Status);

        await edge.PostAsync("", "alive", ("MultiTransport-Session", events.Response.Head["MultiTransport-Session"]!));
        Assert.Equal("alive", (await events.EventAsync())?.Data);
        await client.SendAsync(0, WireFrame.Text("alive"));
        Assert.Equal("alive", (await stream.FrameAsync())?.PayloadText);
        await socket.SendTextAsync("alive");
        Assert.Equal("alive", (await socket.ReadMessageAsync().WithTimeout())?.Text);
        await edge.PostAsync("", "alive", native.Header);
        Assert.Equal("alive", (await poll).Json.GetProperty("messages")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task ForwardedHeaders_GiveTheHostAndTheAddress()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Builder = builder =>
            {
                builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
                {
                    forwarded.ForwardedHeaders = ForwardedHeaders.All;
                    forwarded.KnownIPNetworks.Clear();
                    forwarded.KnownProxies.Clear();
                });
                builder.Services.Configure<MultiTransportServerOptions>(server => server.Limits.MaxSessionsPerAddress = 1);
            },
            Pipeline = app =>
            {
                app.UseForwardedHeaders();
                app.UseRouting();
            },
        });
        (string, string)[] Forwarded(string address) =>
        [
            ("X-Forwarded-For", address), ("X-Forwarded-Host", "app.example"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Prefix", "/outside"), ("Origin", "https://app.example"),
        ];

        var first = await edge.GetAsync("?wait=0", Forwarded("10.1.1.1"));

        Assert.Equal(200, first.Status);
        Assert.StartsWith("/outside/echo?after=", first.Json.GetProperty("next").GetString(), StringComparison.Ordinal);
        Assert.Contains("MaxSessionsPerAddress", (await edge.NegotiateAsync(null, Forwarded("10.1.1.1"))).IsProblem(503, "too-many-sessions", "renegotiate").Detail, StringComparison.Ordinal);
        Assert.Equal(200, (await edge.NegotiateAsync(null, Forwarded("10.1.1.2"))).Status);
        Assert.Contains("https://app.example/outside/echo", (await edge.GetAsync("", [.. Forwarded("10.1.1.3"), ("Accept", "text/html")])).Text, StringComparison.Ordinal);
        (await edge.NegotiateAsync(null, ("Origin", "https://app.example"))).IsProblem(403, "origin-refused", "stop");
    }

    [Fact]
    public async Task ConventionGroups_ReachOnlyTheirRoutes()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Conventions = conventions =>
            {
                conventions.WithMetadata("all");
                conventions.Opening.WithMetadata("opening");
                conventions.Attaching.WithMetadata("attaching");
                conventions.Sending.WithMetadata("sending");
                conventions.Finally(endpoint => endpoint.Metadata.Add("finally"));
            },
        });
        var endpoints = edge.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<MultiTransportEndpointMetadata>() is not null)
            .Select(endpoint => (endpoint.Metadata.GetMetadata<MultiTransportEndpointMetadata>()!.Operation, Conventions: string.Join(' ', endpoint.Metadata.OfType<string>())))
            .Distinct() // both scripts are the operation client
            .ToDictionary(endpoint => endpoint.Operation, endpoint => endpoint.Conventions);

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["open"] = "all opening finally",
                ["negotiate"] = "all opening finally",
                ["ws"] = "all attaching finally",
                ["sse"] = "all attaching finally",
                ["stream"] = "all attaching finally",
                ["poll"] = "all attaching finally",
                ["arrived"] = "all attaching finally",
                ["client"] = "",
                ["post"] = "all sending finally",
                ["send"] = "all sending finally",
                ["close"] = "all sending finally",
            }.OrderBy(pair => pair.Key),
            endpoints.OrderBy(pair => pair.Key));
    }

    [Fact]
    public async Task HandlerClass_GetsItsServicesAndOneInstanceASession()
    {
        var journal = new Journal();
        await using var host = await TestHost.StartAsync(
            builder =>
            {
                builder.Services.AddMultiTransport();
                builder.Services.AddSingleton(journal);
            },
            app => app.MapMultiTransport<Counting>("/echo"));

        await using (var first = await RawWebSocket.ConnectAsync(host.Address("/echo")))
        await using (var second = await RawWebSocket.ConnectAsync(host.Address("/echo")))
        {
            await first.SendTextAsync("a");
            await first.SendTextAsync("b");
            Assert.Equal("1 a", (await first.ReadMessageAsync().WithTimeout())?.Text);
            Assert.Equal("2 b", (await first.ReadMessageAsync().WithTimeout())?.Text);
            await second.SendTextAsync("c");
            Assert.Equal("1 c", (await second.ReadMessageAsync().WithTimeout())?.Text);
            await first.SendCloseAsync();
            Assert.Equal(1000, (await first.ReadMessageAsync().WithTimeout())?.CloseCode);
        }

        await host.StopAsync();
        Assert.Equal(2, journal.Opened);
        Assert.Equal(2, journal.Closed);
    }

    [Fact]
    public async Task SessionsAndPublisher_ReachSessionsFromAnywhere()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Builder = TestBearer.Add,
            Pipeline = app => app.MapMultiTransport("/other", (_, _) => ValueTask.CompletedTask),
        });
        var publisher = edge.Host.Services.GetRequiredService<IPublisher>();
        var alice = await edge.OpenAsync(null, TestBearer.Header("alice"));
        var bob = await edge.OpenAsync(null, TestBearer.Header("bob"));
        await Answer.OfAsync(edge.Host.Address("/other/negotiate"), "POST", [], TestBearer.Header("alice"));

        Assert.True(publisher.PublishToSession(alice.Session!.Id, Message.FromText("one")));
        Assert.Equal(2, publisher.PublishToUser("alice", Message.FromText("user")));
        Assert.Equal(2, publisher.PublishToEndpoint("/echo", Message.FromText("endpoint")));
        Assert.Equal(0, publisher.PublishToEndpoint("/nothing", Message.FromText("x")));
        Assert.Equal(0, publisher.PublishToUser("nobody", Message.FromText("x")));

        Assert.Equal(["one", "user", "endpoint"], (await alice.PollAsync()).Texts);
        Assert.Equal(["endpoint"], (await bob.PollAsync()).Texts);
        Assert.Equal(3, edge.Sessions.Count);
        Assert.Equal(2, edge.Sessions.OfUser("alice").Count);
        Assert.True(edge.Sessions.Kick(bob.Session!.Id));
        Assert.False(edge.Sessions.Kick(new MultiTransport.Protocol.SessionId(1, 2)));
        Assert.Equal(2, edge.Sessions.Count);
    }

    [Fact]
    public async Task HostPipelines_WithoutOurWebSocketMiddlewareOrWithTheirs_Work()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup { Pipeline = app => app.UseWebSockets() });

        await using var socket = await edge.SocketAsync();

        Assert.True(socket.Accepted);
    }

    public sealed class Journal
    {
        private int _opened;
        private int _closed;

        public int Opened => _opened;

        public int Closed => _closed;

        public void Open() => Interlocked.Increment(ref _opened);

        public void Close() => Interlocked.Increment(ref _closed);
    }

    public sealed class Counting(Journal journal) : MessageHandler
    {
        private int _count;

        public override ValueTask OnOpenAsync(Session session)
        {
            journal.Open();
            return ValueTask.CompletedTask;
        }

        public override ValueTask OnMessageAsync(Session session, Message message) => session.SendAsync($"{++_count} {message.GetText()}");

        public override ValueTask OnCloseAsync(Session session, CloseReason reason)
        {
            journal.Close();
            return ValueTask.CompletedTask;
        }
    }
}
