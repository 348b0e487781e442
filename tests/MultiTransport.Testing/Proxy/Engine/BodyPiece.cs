namespace MultiTransport.Testing;

/// <summary>A piece of a body without its framing. A unit is what its sender wrote at once: a chunk, or what a read brought where nothing is chunked.</summary>
internal readonly record struct BodyPiece(ReadOnlyMemory<byte> Content, bool EndsUnit = true);
