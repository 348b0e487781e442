namespace MultiTransport.Testing;

#pragma warning disable CA1032, RCS1194 // made in one place, with everything it tells
/// <summary>The server answered a message with <c>fail</c>, or a request with an error.</summary>
public sealed class MessageFailedException(long number, string code) : Exception($"message {number}: {code}")
{
    public long Number { get; } = number;

    public string Code { get; } = code;
}
