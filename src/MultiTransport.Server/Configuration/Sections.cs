namespace MultiTransport.Server.Configuration;

/// <summary>The sections of the configuration.</summary>
internal static class Sections
{
    /// <summary>Every endpoint's options.</summary>
    public const string Endpoint = "MultiTransport";

    /// <summary>The process's options.</summary>
    public const string Process = "MultiTransportServer";

    /// <summary>The doctor's options.</summary>
    public const string Doctor = "MultiTransportDoctor";

    /// <summary>What topics there are, and who may do what with them.</summary>
    public const string Topics = "Topics";

    /// <summary>Where what was published is kept.</summary>
    public const string History = "History";

    /// <summary>Where the topics <c>demo:*</c> are open to anyone.</summary>
    public const string DemoTopics = "DemoTopics";

    /// <summary>Policies by name.</summary>
    public const string Policies = "Policies";

    /// <summary>Whose tokens make users.</summary>
    public const string Jwt = "Jwt";

    /// <summary>The publish API.</summary>
    public const string Api = "Api";

    /// <summary>Where metrics and traces go.</summary>
    public const string Telemetry = "Telemetry";
}
