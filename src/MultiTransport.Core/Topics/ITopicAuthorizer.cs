namespace MultiTransport;

/// <summary>Asks the host whether a policy allows something. The engine knows names only.</summary>
public interface ITopicAuthorizer
{
    /// <summary>Whether <paramref name="policy"/> allows it. What is thrown counts as no.</summary>
    ValueTask<bool> IsAllowedAsync(string policy, TopicResource resource, CancellationToken cancellationToken);
}
