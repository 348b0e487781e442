namespace MultiTransport;

/// <summary>Something that cannot be done with a topic; nothing of it was done.</summary>
public sealed class TopicException(string code, string message, Exception? inner = null)
    : InvalidOperationException(message, inner)
{
    /// <summary>One of <see cref="Protocol.TopicCode"/>.</summary>
    public string Code { get; } = code;
}
