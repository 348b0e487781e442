namespace MultiTransport.Trust.Attacks.Fuzzing;

/// <summary>Something that is sent, and where.</summary>
/// <param name="Way">Where it goes: a name that its target knows.</param>
/// <param name="Bytes">It. The id and the secret of the vectors in it stand for those of a session that lives.</param>
internal sealed record FuzzInput(string Way, byte[] Bytes);
