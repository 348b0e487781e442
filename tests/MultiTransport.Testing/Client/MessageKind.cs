namespace MultiTransport.Testing;

public enum MessageKind
{
    Text,
    Binary,

    /// <summary>Numbered, answered by <see cref="ProtocolClientOptions.RequestHandler"/>.</summary>
    Request,

    /// <summary>Numbered, the answer to one of this client's requests.</summary>
    Response,

    /// <summary>Numbers that are lost for ever.</summary>
    Gap,

    /// <summary>A numbered frame of an optional type that this client does not know.</summary>
    Skipped,
}
