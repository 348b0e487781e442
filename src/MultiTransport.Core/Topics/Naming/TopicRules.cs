using System.Diagnostics.CodeAnalysis;

namespace MultiTransport;

/// <summary>The rules in their order; the first that matches a name is the one.</summary>
internal sealed class TopicRules(IEnumerable<TopicRule> rules)
{
    private readonly TopicRule[] _rules = [.. rules];

    public bool TryFind(string topic, [NotNullWhen(true)] out TopicRule? found)
    {
        foreach (var rule in _rules)
        {
            var isPrefix = rule.Name.EndsWith('*');
            if (isPrefix ? topic.AsSpan().StartsWith(rule.Name.AsSpan(..^1), StringComparison.Ordinal) : string.Equals(topic, rule.Name, StringComparison.Ordinal))
            {
                found = rule;
                return true;
            }
        }

        found = null;
        return false;
    }
}
