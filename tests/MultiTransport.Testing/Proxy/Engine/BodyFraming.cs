namespace MultiTransport.Testing;

/// <summary>How the end of a body is told.</summary>
internal enum BodyFraming
{
    /// <summary>There is no body.</summary>
    None,

    /// <summary>By <c>Content-Length</c>.</summary>
    Length,

    Chunked,

    /// <summary>By the end of the connection.</summary>
    Close,
}
