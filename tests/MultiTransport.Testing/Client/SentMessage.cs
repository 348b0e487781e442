namespace MultiTransport.Testing;

/// <summary>An upstream message on its way.</summary>
/// <param name="Number">Its number in this direction.</param>
/// <param name="Handled">
/// Completes with the number on ack; <see cref="MessageFailedException"/> on fail; <see cref="SessionEndedException"/> where the session ended before
/// either, and the outcome is unknown.
/// </param>
public sealed record SentMessage(long Number, Task<long> Handled);
