using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>Publishes to the sessions of this process.</summary>
internal sealed class Publisher(SessionRegistry registry, ITopics topics) : IPublisher
{
    public bool PublishToSession(SessionId id, Message message) => registry.Find(id)?.TrySend(message) ?? false;

    public int PublishToUser(string userId, Message message) => Publish(registry.OfUser(userId), message);

    public int PublishToEndpoint(string endpoint, Message message) =>
        Publish(registry.All.Where(session => string.Equals(session.Endpoint, endpoint, StringComparison.Ordinal)), message);

    public ValueTask<TopicPublished> PublishToTopicAsync(string topic, Message message, TopicPublish how = default, CancellationToken cancellationToken = default) =>
        topics.PublishAsync(topic, message, how, cancellationToken);

    private static int Publish(IEnumerable<Session> sessions, Message message)
    {
        var shared = new SharedMessage(message);
        var taken = 0;
        foreach (var session in sessions)
        {
            if (session.TrySend(shared))
            {
                taken++;
            }
        }

        return taken;
    }
}
