namespace MultiTransport.Client;

/// <summary>Decides from what a candidate shows, and when, whether its transport works here. Times count from the start of the try; nothing here has a clock.</summary>
internal interface IProof
{
    /// <summary>When to look again although nothing happened.</summary>
    TimeSpan NextLook { get; }

    /// <summary>The way is open: a handshake was accepted, a response began.</summary>
    void Opened(TimeSpan at);

    /// <summary>The server's <c>attached</c> came.</summary>
    void Attached(TimeSpan at);

    /// <summary>A ping came.</summary>
    void Ping(TimeSpan at, ReadOnlySpan<byte> payload);

    /// <summary>What is known by now.</summary>
    ProofResult Judge(TimeSpan now);
}
