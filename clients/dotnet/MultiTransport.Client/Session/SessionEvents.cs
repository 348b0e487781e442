namespace MultiTransport.Client;

/// <summary>Where a session tells the application what happened.</summary>
internal sealed class SessionEvents
{
    public required Action<SessionOpened> Opened { get; init; }

    public required Action<StateChange> StateChanged { get; init; }

    public required Action<TransportChange> TransportChanged { get; init; }

    public required Action<TransportAttempt> AttemptEnded { get; init; }

    public required Action<MessageGap> GapReceived { get; init; }

    public required Action<ClientSubscription> SubscriptionMade { get; init; }

    /// <summary>Whether the application listens to <see cref="SubscriptionMade"/>.</summary>
    public required Func<bool> TakesSubscriptions { get; init; }
}
