using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>What the scenarios of topics do with a client again and again.</summary>
internal static class TopicWaits
{
    public static async Task SubscribedAsync(this IScenarioClient client, string topic, ScenarioSubscribe? options = null)
    {
        await client.SubscribeAsync(topic, options).WithTimeout();
        await client.ReadyAsync(topic).WithTimeout();
    }

    /// <summary>The messages of a topic that were handed over, from the first one, as soon as there are so many.</summary>
    public static async Task<IReadOnlyList<ScenarioEvent>> TopicMessagesAsync(this IScenarioClient client, string topic, int count)
    {
        while (true)
        {
            var all = client.Events.All;
            ScenarioEvent[] messages = [.. all.Where(one => IsMessage(one, topic))];
            if (messages.Length >= count)
            {
                return messages;
            }

            await client.Events.WhenAsync(one => IsMessage(one, topic), after: all.Count).WithTimeout(what: $"message {messages.Length + 1} of {topic}");
        }
    }

    public static long Position(this ScenarioEvent message) => message.Fields["position"]!.GetValue<long>();

    public static string Text(this ScenarioEvent message) => ScenarioData.FromJson(message.Fields["data"]!).Text;

    public static Task<ScenarioEvent> TopicEventAsync(this IScenarioClient client, string name, Func<ScenarioEvent, bool>? wanted = null) =>
        client.Events.WhenAsync(one => one.Name == name && (wanted is null || wanted(one))).WithTimeout(what: name);

    private static bool IsMessage(ScenarioEvent one, string topic) => one.Name == "topic-message" && one["topic"] == topic;
}
