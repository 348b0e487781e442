using System.Threading.Channels;

namespace MultiTransport.Conformance.Runtimes;

/// <summary>One session of a client under test. Failures are <see cref="ClientFailureException"/>.</summary>
internal interface IScenarioClient
{
    /// <summary>All that happened, but the messages.</summary>
    ScenarioEvents Events { get; }

    /// <summary>What the message listener got.</summary>
    ChannelReader<ScenarioData> Messages { get; }

    /// <summary>Milliseconds from connect to the first message, by the client's clock.</summary>
    Task<double> FirstMessageAfter { get; }

    /// <summary>The sends of the turn in which it was connected.</summary>
    IReadOnlyList<Task> First { get; }

    /// <summary>Completes when the session is closed.</summary>
    Task<ScenarioClosed> Closed { get; }

    /// <summary>Begins at once, so that the order of the calls is the order of the messages.</summary>
    Task SendAsync(ScenarioData data, string? key = null);

    Task<ScenarioData> RequestAsync(ScenarioData data, TimeSpan? timeout = null);

    Task UseAsync(string? transport);

    Task CloseAsync(string? reason = null);

    /// <summary>Adds the message listener.</summary>
    Task ListenAsync();

    /// <summary>The iterator's next message, or null at its end.</summary>
    Task<ScenarioData?> NextAsync();

    /// <summary>Subscribes as an application does, without waiting. What comes of it are the events topic-message (where it listens), topic-gap, topic-presence and topic-close.</summary>
    Task SubscribeAsync(string topic, ScenarioSubscribe? options = null);

    /// <summary>Completes when the server has subscribed it.</summary>
    Task ReadyAsync(string topic);

    /// <summary>Adds the listener to its messages.</summary>
    Task ListenToAsync(string topic);

    Task UnsubscribeAsync(string topic);

    Task PublishAsync(string topic, ScenarioData data, string? key = null, bool echo = true);

    Task<ScenarioLook> LookAsync();

    Task GiveTokensAsync(params string[] tokens);

    Task<StormOutcome> StormAsync(StormPlan plan);
}
