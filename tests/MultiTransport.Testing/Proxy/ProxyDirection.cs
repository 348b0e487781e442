namespace MultiTransport.Testing;

public enum ProxyDirection
{
    /// <summary>Client to server.</summary>
    Up,

    /// <summary>Server to client.</summary>
    Down,
}
