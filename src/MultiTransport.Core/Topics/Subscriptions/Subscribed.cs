namespace MultiTransport;

/// <summary>What became of a wish to subscribe.</summary>
/// <param name="Subscription">The subscription; its messages come when it is started.</param>
/// <param name="IsNew">Whether it is new.</param>
/// <param name="Epoch">Names the store that counts.</param>
/// <param name="Start">Where it stands.</param>
internal sealed record Subscribed(Subscription Subscription, bool IsNew, string Epoch, TopicStart Start);
