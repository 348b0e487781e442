namespace MultiTransport.Server.Api.Sessions;

/// <summary>A transport that attached.</summary>
/// <param name="Transport">Its name.</param>
/// <param name="Began">The session's age then, in seconds.</param>
/// <param name="Lasted">For how long, in seconds.</param>
/// <param name="Attachments">How often, one right after the other: polls do.</param>
/// <param name="Carried">Whether it carried messages, and was not only being proven.</param>
/// <param name="Ended">The code that it ended with; null while it lasts.</param>
internal sealed record SessionAttempt(string Transport, double Began, double Lasted, int Attachments, bool Carried, string? Ended);
