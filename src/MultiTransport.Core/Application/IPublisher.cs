using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>Sends to sessions from anywhere in the application. A message is encoded once, however many receive it, and nothing here ever waits for a slow one.</summary>
public interface IPublisher
{
    /// <summary>Sends to one session; false when it is not here, closed or full.</summary>
    bool PublishToSession(SessionId id, Message message);

    /// <summary>Sends to every session of one user; returns how many took it.</summary>
    int PublishToUser(string userId, Message message);

    /// <summary>Sends to every session of an endpoint; returns how many took it.</summary>
    /// <param name="endpoint">The pattern that the endpoint was mapped to.</param>
    /// <param name="message">The message.</param>
    int PublishToEndpoint(string endpoint, Message message);

    /// <summary>Adds a message to a topic and sends it to all subscribers; as <see cref="ITopics.PublishAsync"/> does.</summary>
    /// <exception cref="TopicException">Nothing was published; its code says why.</exception>
    ValueTask<TopicPublished> PublishToTopicAsync(string topic, Message message, TopicPublish how = default, CancellationToken cancellationToken = default);
}
