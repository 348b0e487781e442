namespace MultiTransport;

/// <summary>What the server has learnt of its clients' networks, for an operator: inject it anywhere.</summary>
public interface IMultiTransportNetworks
{
    /// <summary>How many networks are remembered.</summary>
    int Count { get; }

    /// <summary>All of them, the most recently used first.</summary>
    IReadOnlyList<NetworkReport> Snapshot();

    /// <summary>Forgets everything.</summary>
    void Clear();
}
