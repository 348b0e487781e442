namespace MultiTransport.Testing;

#pragma warning disable CA1032 // made in one place, with everything it tells
/// <summary>A switch gave up; the session goes on over what it used before.</summary>
public sealed class TransportFailedException(string transport, string reason) : Exception($"{transport}: {reason}")
{
    public string Transport { get; } = transport;
}
