namespace MultiTransport.Client;

/// <summary>Why a session ended.</summary>
/// <param name="Code">A stable code, for example <c>closed-by-client</c>, <c>kicked</c>, <c>unauthorized</c>, <c>unreachable</c>.</param>
/// <param name="Number">The number of the close code, 4000 to 4999; 0 where the code has none.</param>
/// <param name="Reason">For people; may be empty.</param>
public sealed record SessionClosed(string Code, int Number, string Reason);
