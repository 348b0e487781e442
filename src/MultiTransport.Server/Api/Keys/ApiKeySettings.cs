namespace MultiTransport.Server.Api.Keys;

/// <summary>One key of the API; the command <c>api-key</c> makes one.</summary>
internal sealed class ApiKeySettings
{
    /// <summary>What it is called in logs and answers.</summary>
    public string Name { get; set; } = "";

    /// <summary>The SHA-256 of the key, 64 hexadecimal digits: who reads the configuration does not have the key.</summary>
    public string Hash { get; set; } = "";

    /// <summary>The key itself, in place of <see cref="Hash"/>: for development.</summary>
    public string Key { get; set; } = "";

    /// <summary>What it may do.</summary>
    public IList<ApiRight> May { get; set; } = [];

    /// <summary>For which topics, each a whole name or a prefix and <c>*</c>.</summary>
    public IList<string> Topics { get; set; } = [];

    /// <summary>The requests, and messages that it publishes, in a second; twice as many at once, and one batch of 1,000 messages in any case. Default 1,000; range 1 to 1,000,000.</summary>
    public int PerSecond { get; set; } = 1_000;
}
