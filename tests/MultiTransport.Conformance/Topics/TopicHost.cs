using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MultiTransport.Protocol;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Topics;

/// <summary>A real server whose endpoint <c>/realtime</c> echoes messages and speaks topics, and routes at <c>/server</c> by which a client's test does what only a server can.</summary>
internal static class TopicHost
{
    public static Task<TestHost> StartAsync() => TestHost.StartAsync(
        static builder =>
        {
            builder.Services.AddMultiTransport();
            builder.Services.Configure<MultiTransportServerOptions>(static server =>
            {
                server.DrainTimeout = TimeSpan.Zero;
                server.Topics.Rules =
                [
                    Open("short:*", static rule => rule.HistoryMessages = 3),
                    Open("prices:*", static rule => rule.Conflate = true),
                    Open("room:*", static rule => rule.Presence = true),
                    new TopicRule { Name = "read:*", Subscribe = TopicAccess.Anyone },
                    new TopicRule { Name = "secret" },
                    Open("open:*", static rule => rule.HistoryMessages = 100_000),
                ];
            });
        },
        static app =>
        {
            app.MapMultiTransport("/realtime", static (session, message) => session.SendAsync(message), static options =>
            {
                options.Topics = true;
                options.Overflow = OverflowPolicy.Wait;
            });
            app.MapMultiTransport("/plain", static (session, message) => session.SendAsync(message));
            MapServer(app);
        });

    private static TopicRule Open(string name, Action<TopicRule> change)
    {
        var rule = new TopicRule { Name = name, Subscribe = TopicAccess.Anyone, Publish = TopicAccess.Anyone, SeePresence = TopicAccess.Anyone };
        change(rule);
        return rule;
    }

    private static void MapServer(WebApplication app)
    {
        var topics = app.Services.GetRequiredService<ITopics>();
        var sessions = app.Services.GetRequiredService<SessionRegistry>();
        app.MapPost("/server/publish", async (string topic, string text, string? key) =>
            Results.Json((await topics.PublishAsync(topic, Message.FromText(text), new TopicPublish { Key = key })).Position.Number));
        app.MapPost("/server/lose", (string session) => Find(session).Abort(CloseCode.SessionUnknown));
        app.MapPost("/server/subscribe", async (string session, string topic) => await topics.SubscribeAsync(Find(session), topic, new TopicSubscribe { Since = new TopicPosition(null, 0) }));
        app.MapPost("/server/unsubscribe", (string session, string topic) => topics.Unsubscribe(Find(session), topic, "topic-forbidden"));

        Session Find(string id) => sessions.All.Single(session => session.Id.ToString() == id);
    }
}
