namespace MultiTransport.AspNetCore.Wire;

/// <summary>How the bytes of a connection are told apart. All members are called with the connection's gate.</summary>
internal abstract class WireProtocol(WireConnection connection)
{
    protected WireConnection Connection { get; } = connection;

    /// <summary>The request with that stream is the account's, from its first byte; false where it was attributed before or is not known.</summary>
    public abstract bool TryAttribute(int stream, WireAccount account);

    /// <summary>Gives the accounts what has come and gone since the last time.</summary>
    public abstract void Fold();

    /// <summary>The last fold: everything that was counted goes to somebody.</summary>
    public abstract void Close();
}
