namespace MultiTransport;

/// <summary>What several sessions of a network say of one transport.</summary>
/// <param name="IsDoubtful">Whether it is to be tried last.</param>
/// <param name="Failed">In how many of the sessions it failed.</param>
/// <param name="Sessions">How many sessions spoke lately.</param>
/// <param name="Reason">What most of them say.</param>
internal readonly record struct RungVerdict(bool IsDoubtful, int Failed, int Sessions, string Reason);
