namespace MultiTransport.Server.Api.Sessions;

/// <summary>A page of sessions, in the order of their ids.</summary>
/// <param name="Count">How many there are in all, whatever was asked for.</param>
/// <param name="Sessions">Those of this page.</param>
/// <param name="Next">For <c>after</c> of the next page; null on the last.</param>
internal sealed record SessionsAnswer(int Count, IReadOnlyList<SessionRow> Sessions, string? Next);
