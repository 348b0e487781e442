namespace MultiTransport.Server.Api.Topics;

/// <summary>One message of a history: text or binary.</summary>
/// <param name="Position">Its number.</param>
/// <param name="Time">When it was published, in milliseconds since 1970-01-01 UTC.</param>
/// <param name="Text">Its text; null for a binary one.</param>
/// <param name="Binary">Its bytes; null for a text.</param>
/// <param name="Key">What it is about; null for nothing in particular.</param>
/// <param name="Publisher">The user who published, where that is told.</param>
internal sealed record HistoryMessage(long Position, long Time, string? Text, byte[]? Binary, string? Key, string? Publisher)
{
    public static HistoryMessage Of(TopicMessage message) => new(
        message.Position,
        message.Time.ToUnixTimeMilliseconds(),
        message.Message.Kind == MessageKind.Text ? message.Message.GetText() : null,
        message.Message.Kind == MessageKind.Text ? null : message.Message.Payload.ToArray(),
        message.Key,
        message.Publisher);
}
