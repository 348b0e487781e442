using System.Text.Json.Serialization;

namespace MultiTransport;

/// <summary>The JSON that the server writes about topics, as records (PROTOCOL.md, sections 14.2 and 14.5).</summary>
internal static class TopicBodies
{
    internal sealed record Nothing;

    internal sealed record Subscription(string? Topic, long Index, string Epoch, long Position, Gap? Gap, bool? Conflated);

    internal sealed record Gap(string? Topic, string Why, long? From, long? To);

    internal sealed record End(string Topic, string Code);

    internal sealed record Skip(string Topic, long Position);

    internal sealed record Change(string Topic, IReadOnlyCollection<string>? Joined, IReadOnlyCollection<string>? Left, int Anonymous);

    internal sealed record Event
    {
        public Subscription? Subscribed { get; init; }

        public End? Unsubscribed { get; init; }

        public Gap? Gap { get; init; }

        public Skip? Skipped { get; init; }

        public Change? Presence { get; init; }
    }

    internal sealed record User([property: JsonPropertyName("user")] string Name, int Sessions);

    internal sealed record Presence(IReadOnlyList<User> Users, int Anonymous, bool? More);

    internal sealed record HistoryMessage(long Position, long Time, string? Text, string? Binary, string? Key, string? Publisher);

    internal sealed record History(string Epoch, long First, long Last, IReadOnlyList<HistoryMessage> Messages, bool? More);
}
