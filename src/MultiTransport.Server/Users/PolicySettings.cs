namespace MultiTransport.Server.Users;

/// <summary>Who may: all that is said here must hold.</summary>
internal sealed class PolicySettings
{
    /// <summary>Whether it must be a user, not somebody anonymous. Default true.</summary>
    public bool RequireUser { get; set; } = true;

    /// <summary>Claims that the user must have, each with one of the values; with none, any.</summary>
    public IDictionary<string, IList<string>> Claims { get; set; } = new Dictionary<string, IList<string>>(StringComparer.Ordinal);

    /// <summary>What the topic must begin with. <c>{sub}</c> is the user's claim of that name; a colon must follow it, and a value with a colon in it matches nothing. Empty: any topic.</summary>
    public string TopicPrefix { get; set; } = "";
}
