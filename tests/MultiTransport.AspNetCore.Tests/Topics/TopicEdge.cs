using System.Text.Json;

namespace MultiTransport.AspNetCore.Tests.Topics;

/// <summary>An edge whose endpoint speaks topics: <c>news</c>, <c>chat:*</c>, <c>prices</c> (conflated), <c>secret</c> (nobody), <c>live</c> (no history for clients), <c>members</c> and <c>archive</c> (a policy).</summary>
internal static class TopicEdge
{
    public static Task<Edge> StartAsync(Action<MultiTransportOptions>? options = null, Action<TopicOptions>? topics = null) => Edge.StartAsync(new EdgeSetup
    {
        Options = endpoint =>
        {
            (endpoint.Topics, endpoint.KeepPrincipal) = (true, true);
            options?.Invoke(endpoint);
        },
        Builder = builder =>
        {
            TestBearer.Add(builder);
            builder.Services.AddAuthorizationBuilder().AddPolicy("named", policy => policy.RequireAuthenticatedUser());
            builder.Services.Configure<MultiTransportServerOptions>(server =>
            {
                server.Topics.Rules = [.. Rules()];
                topics?.Invoke(server.Topics);
            });
        },
        Pipeline = app => app.UseAuthentication(),
    });

    public static async Task PublishAsync(this Edge edge, string topic, params string[] texts)
    {
        foreach (var text in texts)
        {
            await edge.Host.Services.GetRequiredService<ITopics>().PublishAsync(topic, Message.FromText(text));
        }
    }

    public static ValueTask<TopicPublished> PublishAsync(this Edge edge, string topic, Message message, TopicPublish how = default) =>
        edge.Host.Services.GetRequiredService<ITopics>().PublishAsync(topic, message, how);

    /// <summary>The place of an event or a line that is a topic's.</summary>
    public static string Place(this JsonElement line) => line.GetProperty("id").GetString()!;

    private static IEnumerable<TopicRule> Rules()
    {
        yield return Open("news");
        yield return Open("chat:*");
        yield return new TopicRule { Name = "prices", Subscribe = TopicAccess.Anyone, Conflate = true };
        yield return new TopicRule { Name = "secret" };
        yield return new TopicRule { Name = "live", Subscribe = TopicAccess.Anyone, ReadHistory = TopicAccess.Nobody };
        yield return new TopicRule { Name = "short", Subscribe = TopicAccess.Anyone, HistoryMessages = 2 };
        yield return new TopicRule { Name = "members", Subscribe = TopicAccess.Policy("named") };
        yield return new TopicRule { Name = "archive", Subscribe = TopicAccess.Anyone, ReadHistory = TopicAccess.Policy("named") };
    }

    private static TopicRule Open(string name) => new() { Name = name, Subscribe = TopicAccess.Anyone, Publish = TopicAccess.Anyone, Presence = true, RevealPublisher = true };
}
