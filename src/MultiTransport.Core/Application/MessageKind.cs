namespace MultiTransport;

/// <summary>What a message is made of.</summary>
public enum MessageKind
{
    /// <summary>Well-formed UTF-8.</summary>
    Text,

    /// <summary>Any bytes.</summary>
    Binary,
}
