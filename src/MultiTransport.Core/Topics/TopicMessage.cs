namespace MultiTransport;

/// <summary>One message of a topic, as the history keeps it.</summary>
/// <param name="position">Its number in the topic.</param>
/// <param name="time">When it was published.</param>
/// <param name="message">What was published.</param>
/// <param name="key">What it is about; null for nothing in particular.</param>
/// <param name="publisher">The user who published, where subscribers may know; else null.</param>
public sealed class TopicMessage(long position, DateTimeOffset time, Message message, string? key, string? publisher)
{
    private WeakReference<SharedMessage>? _frames;

    /// <summary>Its number in the topic.</summary>
    public long Position { get; } = position;

    /// <summary>When it was published.</summary>
    public DateTimeOffset Time { get; } = time;

    /// <summary>What was published.</summary>
    public Message Message { get; } = message;

    /// <summary>What it is about; null for nothing in particular.</summary>
    public string? Key { get; } = key;

    /// <summary>The user who published, where subscribers may know; else null.</summary>
    public string? Publisher { get; } = publisher;

    /// <summary>
    /// Encoded for subscribers: the same bytes for all that are served at about the same time. As long as a session's log holds them they are accounted there, and here nothing is kept.
    /// Two that ask at once may each encode; nothing else comes of it.
    /// </summary>
    internal SharedMessage FramesOf(Topic topic)
    {
        var known = Volatile.Read(ref _frames);
        if (known is not null && known.TryGetTarget(out var frames) && frames.TopicIndex == topic.Index)
        {
            return frames;
        }

        frames = TopicFrames.Encode(topic, Position, Message, Key, Publisher);
        Volatile.Write(ref _frames, new WeakReference<SharedMessage>(frames));
        return frames;
    }
}
