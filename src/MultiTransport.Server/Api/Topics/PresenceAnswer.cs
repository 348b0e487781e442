namespace MultiTransport.Server.Api.Topics;

/// <summary>Who is in a topic.</summary>
/// <param name="Users">The users by name; at most 1,000.</param>
/// <param name="Anonymous">How many sessions without a user there are.</param>
/// <param name="More">Whether there are more users.</param>
internal sealed record PresenceAnswer(IReadOnlyList<PresentUser> Users, int Anonymous, bool More)
{
    public static PresenceAnswer Of(TopicPresence presence) =>
        new([.. presence.Users.Select(static one => new PresentUser(one.Key, one.Value))], presence.Anonymous, presence.HasMore);
}
