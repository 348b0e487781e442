namespace MultiTransport;

/// <summary>What an operation is answered: JSON or a code.</summary>
internal readonly struct TopicAnswer
{
    public TopicAnswer(string code) => Code = code;

    public TopicAnswer(byte[] json, Subscription? begun = null) => (Json, Begun) = (json, begun);

    public string? Code { get; }

    public byte[]? Json { get; }

    /// <summary>A subscription that starts when the answer has been sent.</summary>
    public Subscription? Begun { get; }
}
