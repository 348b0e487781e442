namespace MultiTransport.Client;

/// <summary>
/// Where a client remembers which transports do not work on a network. It is called from any thread, one call at a time for one session; what it throws
/// is taken as nothing remembered.
/// </summary>
public interface IVerdictStore
{
    /// <summary>What was written last under this key, or null.</summary>
    string? Read(string key);

    /// <summary>Keeps a short text under this key, in place of what was there.</summary>
    void Write(string key, string text);
}
