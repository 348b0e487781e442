namespace MultiTransport.Testing;

/// <summary>The content of a message, piece by piece, as it comes.</summary>
internal interface IBody
{
    /// <summary>The next piece; null at the end.</summary>
    /// <exception cref="CutException">It ended before its end.</exception>
    ValueTask<BodyPiece?> ReadAsync(CancellationToken token);
}
