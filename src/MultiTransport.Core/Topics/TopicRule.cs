namespace MultiTransport;

/// <summary>What holds for the topics of one name or prefix. The first rule that matches a name is the one; a name that none matches is no topic.</summary>
public sealed class TopicRule
{
    /// <summary>A whole name, for example <c>news</c>, or a prefix and <c>*</c>, for example <c>chat:*</c>; <c>*</c> alone is every name. 1 to 255 bytes of UTF-8.</summary>
    public string Name { get; set; } = "";

    /// <summary>The most messages that are kept. Default 100; range 0 (nothing is kept, and what is lost is told by a gap) to 1,000,000.</summary>
    public int HistoryMessages { get; set; } = 100;

    /// <summary>The most bytes that are kept. Default 1 MiB; range 1,024 to 1 GiB.</summary>
    public int HistoryBytes { get; set; } = 1024 * 1024;

    /// <summary>How long a message is kept. Default 1 hour; range 1 s to 365 days.</summary>
    public TimeSpan HistoryAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The largest payload of one message, in bytes. Default 65,536; range 1 to half of <see cref="SessionOptions.LogBytes"/> of the endpoints that speak topics.</summary>
    public int MaxMessageBytes { get; set; } = 64 * 1024;

    /// <summary>Whether only the newest message of each key matters: a subscriber that cannot keep up is spared the others. Default false.</summary>
    public bool Conflate { get; set; }

    /// <summary>How many messages of conflated topics may be on their way to one session before newer ones take the place of older ones. Default 16; range 1 to 1,000.</summary>
    public int ConflationWindow { get; set; } = 16;

    /// <summary>Whether it is kept who is there. Default false.</summary>
    public bool Presence { get; set; }

    /// <summary>Whether messages that clients publish bear their user's id. Default false.</summary>
    public bool RevealPublisher { get; set; }

    /// <summary>Who may subscribe. Default <see cref="TopicAccess.Nobody"/>.</summary>
    public TopicAccess Subscribe { get; set; }

    /// <summary>Who may publish. Default <see cref="TopicAccess.Nobody"/>.</summary>
    public TopicAccess Publish { get; set; }

    /// <summary>Who may see who is there. Default <see cref="TopicAccess.Nobody"/>.</summary>
    public TopicAccess SeePresence { get; set; }

    /// <summary>Who may read messages of before, also by subscribing with <c>since</c> or <c>last</c>. Default null: whoever may subscribe.</summary>
    public TopicAccess? ReadHistory { get; set; }
}
