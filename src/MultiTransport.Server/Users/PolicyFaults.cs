namespace MultiTransport.Server.Users;

/// <summary>What is wrong with the policies, and with what topics' rules ask of them.</summary>
internal static class PolicyFaults
{
    public static IEnumerable<string> Of(IDictionary<string, PolicySettings> policies, TopicOptions topics, JwtSettings jwt)
    {
        foreach (var (name, policy) in policies)
        {
            var path = $"Policies:{name}";
            if (policy.RequireUser && !jwt.IsOn)
            {
                yield return $"{path}:RequireUser is true, but nobody can be a user: add a key to Jwt:Keys, or set RequireUser to false.";
            }

            if (!policy.RequireUser && (policy.Claims.Count > 0 || policy.TopicPrefix.Contains('{', StringComparison.Ordinal)))
            {
                yield return $"{path}:RequireUser is false, but its claims need a user; accepted is true.";
            }

            if (!TopicPrefix.IsWellFormed(policy.TopicPrefix))
            {
                yield return $"{path}:TopicPrefix is '{policy.TopicPrefix}'; accepted is a text in which a claim's name may stand in braces, followed by a colon, for example user:{{sub}}:.";
            }
        }

        for (var place = 0; place < topics.Rules.Count; place++)
        {
            var rule = topics.Rules[place];
            (string Name, TopicAccess? Access)[] accesses =
            [
                (nameof(rule.Subscribe), rule.Subscribe), (nameof(rule.Publish), rule.Publish), (nameof(rule.SeePresence), rule.SeePresence), (nameof(rule.ReadHistory), rule.ReadHistory),
            ];
            foreach (var (name, access) in accesses)
            {
                if (access?.PolicyName is { } policy && !policies.ContainsKey(policy))
                {
                    yield return $"Topics:Rules:{place}:{name} is {access}, but there is no Policies:{policy}; there {(policies.Count == 0 ? "are none" : $"are {string.Join(", ", policies.Keys.Order())}")}.";
                }
            }
        }
    }
}
