namespace MultiTransport.Testing;

/// <summary>The opcodes of RFC 6455; others may be cast from a number.</summary>
public enum RawWebSocketOpcode
{
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
}
