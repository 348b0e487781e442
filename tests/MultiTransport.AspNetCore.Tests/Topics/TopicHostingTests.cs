using Microsoft.Extensions.Options;

namespace MultiTransport.AspNetCore.Tests.Topics;

public sealed class TopicHostingTests
{
    [Fact]
    public async Task Policies_OfTheHost_Decide()
    {
        await using var host = await TestHost.StartAsync(
            builder =>
            {
                TestBearer.Add(builder);
                builder.Services.AddAuthorizationBuilder().AddPolicy("members", policy => policy.RequireAssertion(context =>
                    context.Resource is TopicResource { Topic: "club:1", Right: TopicRight.Subscribe } && context.User.HasClaim(static claim => claim.Value == "alice")));
                builder.Services.Configure<MultiTransportServerOptions>(server => server.Topics.Rules = [new TopicRule { Name = "club:*", Subscribe = TopicAccess.Policy("members") }]);
                builder.Services.AddMultiTransport();
            },
            app => app.MapMultiTransportTopics("/realtime", static options => options.KeepPrincipal = true));
        var authorizer = new TopicAuthorizer(host.Services, host.Services.GetRequiredService<TopicNotices>());
        var (alice, eve) = (await OpenAsync(host, "alice"), await OpenAsync(host, "eve"));

        Assert.True(await authorizer.IsAllowedAsync("members", new TopicResource("club:1", TopicRight.Subscribe, alice), default));
        Assert.False(await authorizer.IsAllowedAsync("members", new TopicResource("club:2", TopicRight.Subscribe, alice), default));
        Assert.False(await authorizer.IsAllowedAsync("members", new TopicResource("club:1", TopicRight.Subscribe, eve), default));
        Assert.False(await authorizer.IsAllowedAsync("nobody knows it", new TopicResource("club:1", TopicRight.Subscribe, alice), default));
    }

    [Fact]
    public async Task Publisher_AndTopics_CanBeInjected()
    {
        await using var host = await TestHost.StartAsync(
            builder =>
            {
                builder.Services.Configure<MultiTransportServerOptions>(server => server.Topics.Rules = [new TopicRule { Name = "news" }]);
                builder.Services.AddMultiTransport();
            },
            app => app.MapMultiTransportTopics("/realtime"));

        var published = await host.Services.GetRequiredService<IPublisher>().PublishToTopicAsync("news", Message.FromText("hello"));

        Assert.Equal(1, published.Position.Number);
        var page = await host.Services.GetRequiredService<ITopics>().ReadHistoryAsync("news", new TopicHistoryQuery());
        Assert.Equal("hello", Assert.Single(page.Messages).Message.GetText());
    }

    [Fact]
    public async Task Subscribe_OverTheWire_GetsWhatIsPublished_AndMessagesAreNotSupported()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Builder = static builder => builder.Services.Configure<MultiTransportServerOptions>(server => server.Topics.Rules = [new TopicRule { Name = "news", Subscribe = TopicAccess.Anyone }]),
            Pipeline = static app => app.MapMultiTransportTopics("/realtime"),
        });
        var negotiated = Negotiated.Parse((await Answer.OfAsync(edge.Host.Address("realtime/negotiate"), "POST", [])).Body);
        var client = new SdkClient(edge, negotiated.Id, negotiated.Secret) { Base = "/realtime" };
        await using var socket = await client.AttachedSocketAsync(
            client.Take(), WireFrame.Request(1, (byte)'j', Encoding.UTF8.GetBytes("""{"op":"subscribe","topic":"news"}""")), WireFrame.Text("of my own"));
        var (number, code) = await FailAsync(socket);
        Assert.Equal((2, "not-supported"), (number, code));
        var answer = await FrameAsync(socket, WireFrameType.Response);
        Assert.Contains("\"position\":0", Encoding.UTF8.GetString(answer), StringComparison.Ordinal);

        await edge.Host.Services.GetRequiredService<IPublisher>().PublishToTopicAsync("news", Message.FromText("Hi"));

        Assert.Equal([1, 1, 0, (byte)'t', (byte)'H', (byte)'i'], await FrameAsync(socket, (byte)'m'));
    }

    [Fact]
    public async Task Options_WithFaults_StopTheStartWithAllOfThem()
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => TestHost.StartAsync(
            builder =>
            {
                builder.Services.AddMultiTransport();
                builder.Services.Configure<MultiTransportServerOptions>(server =>
                {
                    server.Topics.MaxTopics = 0;
                    server.Topics.PresenceGrace = TimeSpan.FromDays(1);
                    server.Topics.Rules =
                    [
                        new TopicRule { Name = "" },
                        new TopicRule { Name = "a*b" },
                        new TopicRule { Name = "twice" },
                        new TopicRule { Name = "twice" },
                        new TopicRule { Name = "large", MaxMessageBytes = 600_000 },
                        new TopicRule { Name = "asked:*", Publish = TopicAccess.Policy("members") },
                        new TopicRule { Name = "brief", HistoryAge = TimeSpan.Zero, ConflationWindow = 0 },
                        new TopicRule { Name = "good:*" },
                        new TopicRule { Name = "*" },
                    ];
                });
            },
            app => app.MapMultiTransportTopics("/realtime")));

        string[] expected =
        [
            "Topics: MaxTopics is 0; accepted is 1 to", "PresenceGrace", "('')", "Name is 'a*b'", "has 'twice' more than once", "half of LogBytes of '/realtime'", "MaxMessageBytes of '/realtime'",
            "'policy:members', but '/realtime' keeps no principals", "HistoryAge", "ConflationWindow",
        ];
        Assert.All(expected, part => Assert.Contains(part, fault.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("good", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("('*')", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<Session> OpenAsync(TestHost host, string user)
    {
        var negotiated = Negotiated.Parse((await Answer.OfAsync(host.Address("realtime/negotiate"), "POST", [], TestBearer.Header(user))).Body);
        Assert.True(MultiTransport.Protocol.SessionId.TryParse(Base64UrlText.Encode(negotiated.Id), out var id));
        return host.Services.GetRequiredService<ISessions>().Find(id)!;
    }

    private static async Task<byte[]> FrameAsync(SdkSocket socket, byte type)
    {
        while (true)
        {
            var frame = await socket.FrameAsync();
            if (frame.Type == type)
            {
                return frame.Payload.ToArray();
            }
        }
    }

    private static async Task<(long Number, string Code)> FailAsync(SdkSocket socket)
    {
        var payload = await FrameAsync(socket, WireFrameType.Fail);
        return (payload[0], Encoding.UTF8.GetString(payload.AsSpan(1)));
    }
}
