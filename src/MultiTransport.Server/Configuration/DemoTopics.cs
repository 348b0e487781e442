namespace MultiTransport.Server.Configuration;

/// <summary>Where the topics <c>demo:*</c> exist, in which anyone may subscribe and publish.</summary>
internal enum DemoTopics
{
    /// <summary>While the server listens on addresses of this machine only: pages of other origins are kept out by the origin gate.</summary>
    Loopback,

    /// <summary>Nowhere.</summary>
    Never,

    /// <summary>Wherever it listens.</summary>
    Always,
}
