namespace MultiTransport;

/// <summary>One transport that attached to a session; attachments of the same one right after each other, as polls are, count as one.</summary>
/// <param name="Transport">Its name.</param>
/// <param name="Began">The session's age when it attached first.</param>
/// <param name="Lasted">From then until it was last detached, or now.</param>
/// <param name="Attachments">How many there were.</param>
/// <param name="Carried">Whether it carried messages, and was not only being proven.</param>
/// <param name="Ended">The code that the last one ended with; null while one is attached.</param>
public sealed record SessionTry(string Transport, TimeSpan Began, TimeSpan Lasted, int Attachments, bool Carried, string? Ended);
