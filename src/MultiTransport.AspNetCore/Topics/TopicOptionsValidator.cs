using System.Text;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>Checks what is said about topics, against the endpoints that speak them; every fault is found at once.</summary>
internal static class TopicOptionsValidator
{
    private const int MaxName = 255;

    private const string Where = $"{nameof(MultiTransportServerOptions)}.{nameof(MultiTransportServerOptions.Topics)}";

    public static IReadOnlyList<string> Validate(TopicOptions options, IEnumerable<EndpointRuntime> endpoints) => Validate(
        options, endpoints.Select(static endpoint => (endpoint.Pattern, endpoint.Options)), Where, static (rule, index) => $"{nameof(TopicRule)} {index + 1} ('{rule.Name}') of {Where}");

    /// <summary>The same for a host that says in its own words where options and rules are set.</summary>
    public static IReadOnlyList<string> Validate(
        TopicOptions options, IEnumerable<(string Pattern, MultiTransportOptions Options)> endpoints, string where, Func<TopicRule, int, string> whereRule)
    {
        var faults = new OptionFaults(where);
        faults.Range(options.MaxTopics, 1, 10_000_000);
        faults.Range(options.HistoryBytes, 1L << 20, 1L << 40);
        faults.Range(options.MaxSubscriptions, 1, 10_000);
        faults.Range(options.OperationsPerSecond, 1, 10_000);
        faults.Range(options.PublishesPerSecond, 1, 1_000_000);
        faults.Range(options.PresenceGrace, TimeSpan.Zero, TimeSpan.FromHours(1));
        faults.Range(options.IdempotencyLife, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        var speaking = endpoints.Where(static endpoint => endpoint.Options.Topics).ToArray();
        return [.. faults.All, .. Names(options, where), .. options.Rules.SelectMany((rule, index) => Validate(rule, whereRule(rule, index), speaking))];
    }

    private static IReadOnlyList<string> Names(TopicOptions options, string where)
    {
        var faults = new OptionFaults(where);
        foreach (var name in options.Rules.GroupBy(static rule => rule.Name, StringComparer.Ordinal).Where(static group => group.Count() > 1).Select(static group => group.Key))
        {
            faults.Add(nameof(options.Rules), $"has '{name}' more than once, and only the first would count; accepted is one rule a name");
        }

        return faults.All;
    }

    private static IReadOnlyList<string> Validate(TopicRule rule, string where, (string Pattern, MultiTransportOptions Options)[] speaking)
    {
        var faults = new OptionFaults(where);
        var name = rule.Name.EndsWith('*') ? rule.Name[..^1] : rule.Name;
        if (rule.Name != "*" && !IsPartOfName(name, isWhole: !rule.Name.EndsWith('*')))
        {
            faults.Add(nameof(rule.Name), $"is '{rule.Name}'; accepted is a topic's name, for example news, or the beginning of one and *, for example chat:*, of 1 to {MaxName} bytes");
        }

        faults.Range(rule.HistoryMessages, 0, 1_000_000);
        faults.Range(rule.HistoryBytes, 1024, 1 << 30);
        faults.Range(rule.HistoryAge, TimeSpan.FromSeconds(1), TimeSpan.FromDays(365));
        faults.Range(rule.MaxMessageBytes, 1, 1 << 29);
        faults.Range(rule.ConflationWindow, 1, 1000);
        foreach (var (pattern, endpoint) in speaking)
        {
            Fit(faults, rule, pattern, endpoint);
        }

        return faults.All;
    }

    private static void Fit(OptionFaults faults, TopicRule rule, string pattern, MultiTransportOptions options)
    {
        if (rule.MaxMessageBytes > options.LogBytes / 2)
        {
            faults.Add(nameof(rule.MaxMessageBytes), $"is {rule.MaxMessageBytes}; accepted is half of {nameof(SessionOptions.LogBytes)} of '{pattern}' at most, {options.LogBytes / 2}");
        }

        if (rule.MaxMessageBytes > options.MaxMessageBytes)
        {
            faults.Add(nameof(rule.MaxMessageBytes), $"is {rule.MaxMessageBytes}; accepted is {nameof(SessionOptions.MaxMessageBytes)} of '{pattern}' at most, {options.MaxMessageBytes}");
        }

        TopicAccess?[] accesses = [rule.Subscribe, rule.Publish, rule.SeePresence, rule.ReadHistory];
        if (!options.KeepPrincipal && accesses.FirstOrDefault(static access => access?.PolicyName is not null) is { } access)
        {
            faults.Add(nameof(TopicAccess), $"is '{access}', but '{pattern}' keeps no principals for a policy to look at; set {nameof(MultiTransportOptions.KeepPrincipal)} there");
        }
    }

    private static bool IsPartOfName(string text, bool isWhole) =>
        Encoding.UTF8.GetByteCount(text) <= MaxName && TopicName.IsName(isWhole ? text : text.TrimEnd(' '));
}
