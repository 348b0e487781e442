namespace MultiTransport.Client;

/// <summary>What a <see cref="ClientMessage"/> holds.</summary>
public enum ClientMessageKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Binary,
}
