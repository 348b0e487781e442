namespace MultiTransport;

/// <summary>What an append did.</summary>
public enum TopicAppendOutcome
{
    /// <summary>It was added.</summary>
    Added,

    /// <summary>Its idempotency key was known, with the same content.</summary>
    Repetition,

    /// <summary>Its idempotency key was known, with other content: nothing was added.</summary>
    KeyReused,
}
