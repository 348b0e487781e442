namespace MultiTransport.Testing;

/// <summary>A fault that meets connections as a whole, whatever goes through them.</summary>
public abstract record ConnectionFault : Fault
{
    /// <summary>Begins with the connection, or when the fault is switched on; disposed when the connection is over or the fault switched off.</summary>
    internal abstract IDisposable Watch(ProxiedConnection connection);
}
