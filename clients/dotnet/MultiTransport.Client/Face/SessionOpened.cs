namespace MultiTransport.Client;

/// <summary>A session was opened.</summary>
/// <param name="Id">Its public id, for logs.</param>
/// <param name="Renewed">True where an earlier session of the same <see cref="ClientSession"/> was lost.</param>
public sealed record SessionOpened(string Id, bool Renewed);
