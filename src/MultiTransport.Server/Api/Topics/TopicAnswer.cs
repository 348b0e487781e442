namespace MultiTransport.Server.Api.Topics;

/// <summary>A topic at a glance.</summary>
internal sealed record TopicAnswer(string Topic, int Subscribers, string? Epoch, long Position, int HistoryMessages, long HistoryBytes)
{
    public static TopicAnswer Of(TopicStatus status) => new(
        status.Name, status.Subscribers, status.Position.Epoch, status.Position.Number, status.HistoryMessages, status.HistoryBytes);
}
