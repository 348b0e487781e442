namespace MultiTransport;

/// <summary>Who may do something with a topic: nobody, anyone, or whoever a policy of the host allows.</summary>
public readonly record struct TopicAccess
{
    private const string PolicyPrefix = "policy:";

    private TopicAccess(bool isAnyone, string? policyName)
    {
        IsAnyone = isAnyone;
        PolicyName = policyName;
    }

    /// <summary>No client. The server itself always may.</summary>
    public static TopicAccess Nobody => default;

    /// <summary>Every client that could open a session.</summary>
    public static TopicAccess Anyone { get; } = new(isAnyone: true, policyName: null);

    /// <summary>Whether every client may.</summary>
    public bool IsAnyone { get; }

    /// <summary>The policy that decides; null where none does.</summary>
    public string? PolicyName { get; }

    /// <summary>Whoever the host's authorization policy of that name allows; its resource is a <see cref="TopicResource"/>.</summary>
    public static TopicAccess Policy(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new TopicAccess(isAnyone: false, name);
    }

    /// <summary>Reads <c>nobody</c>, <c>anyone</c> or <c>policy:NAME</c>.</summary>
    public static bool TryParse(string? text, out TopicAccess access)
    {
        access = default;
        switch (text)
        {
            case "nobody":
                return true;
            case "anyone":
                access = Anyone;
                return true;
            case not null when text.StartsWith(PolicyPrefix, StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(text[PolicyPrefix.Length..]):
                access = Policy(text[PolicyPrefix.Length..]);
                return true;
            default:
                return false;
        }
    }

    /// <summary>As <see cref="TryParse"/> reads it.</summary>
    public override string ToString() => IsAnyone ? "anyone" : PolicyName is null ? "nobody" : PolicyPrefix + PolicyName;
}
