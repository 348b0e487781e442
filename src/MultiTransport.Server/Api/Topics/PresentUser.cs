namespace MultiTransport.Server.Api.Topics;

/// <summary>A user who is there.</summary>
/// <param name="User">The user's id.</param>
/// <param name="Sessions">How many sessions of his are.</param>
internal sealed record PresentUser(string User, int Sessions);
