using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using MultiTransport.Client;

namespace MultiTransport.Conformance.Runtimes;

/// <summary>The topics of one session of the .NET client; what comes of them is told as events.</summary>
internal sealed class DotNetTopics(ClientSession session, Action<string, object> tell)
{
    private readonly ConcurrentDictionary<string, ClientSubscription> _subscriptions = new();

    public ClientSubscription Of(string topic) => _subscriptions[topic];

    public Task SubscribeAsync(string topic, ScenarioSubscribe options)
    {
        var subscription = _subscriptions[topic] = session.Subscribe(topic, new SubscribeOptions
        {
            Since = options.Since is { } since ? new ClientTopicPosition(since.Epoch, since.Position) : null,
            Last = options.Last,
            Presence = options.Presence,
        });
        subscription.GapReceived += (_, gap) => tell("topic-gap", new { topic, gap.Why, gap.From, gap.To });
        subscription.PresenceChanged += (_, change) => tell("topic-presence", new { topic, change.Joined, change.Left, change.Anonymous });
        _ = ClosedAsync(subscription);
        return options.Listen ? ListenToAsync(topic) : Task.CompletedTask;
    }

    public Task ListenToAsync(string topic)
    {
        var subscription = Of(topic);
        _ = Task.Run(async () =>
        {
            await foreach (var message in subscription)
            {
                tell("topic-message", new { topic, Data = (JsonNode)DotNetData.Of(message.Data).Json.DeepClone(), message.Position, message.Key, message.Publisher });
            }
        });
        return Task.CompletedTask;
    }

    public Task PublishAsync(string topic, ScenarioData data, string? key, bool echo)
    {
        var options = new PublishOptions { Key = key, Echo = echo };
        return DotNetData.IsText(data) ? session.PublishAsync(topic, DotNetData.TextOf(data), options) : session.PublishAsync(topic, DotNetData.BytesOf(data), options);
    }

    private async Task ClosedAsync(ClientSubscription subscription)
    {
        var closed = await subscription.Closed;
        tell("topic-close", new { subscription.Topic, closed.Code });
    }
}
