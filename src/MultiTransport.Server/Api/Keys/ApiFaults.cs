namespace MultiTransport.Server.Api.Keys;

/// <summary>What is wrong with <see cref="ApiSettings"/>. No key is told.</summary>
internal static class ApiFaults
{
    private const int LeastKeyLength = 16;
    private const int MostPerSecond = 1_000_000;

    public static IEnumerable<string> Of(ApiSettings settings)
    {
        for (var place = 0; place < settings.Keys.Count; place++)
        {
            foreach (var fault in Of(settings.Keys[place]))
            {
                yield return $"Api:Keys:{place}:{fault}";
            }
        }

        foreach (var name in settings.Keys.GroupBy(static key => key.Name, StringComparer.Ordinal).Where(static same => same.Count() > 1).Select(static same => same.Key))
        {
            yield return $"Api:Keys has {settings.Keys.Count(key => key.Name == name)} keys of the name '{name}'; accepted is a name of its own for each.";
        }
    }

    private static IEnumerable<string> Of(ApiKeySettings key)
    {
        if (key.Name.Length == 0 || key.Name.Any(char.IsControl))
        {
            yield return $"{nameof(key.Name)} is '{key.Name}'; accepted is a text that tells keys apart, for example orders.";
        }

        if ((key.Hash.Length > 0) == (key.Key.Length > 0))
        {
            yield return $"{nameof(key.Hash)} must be there, or else {nameof(key.Key)}; the command api-key makes a key and its hash.";
        }
        else if (key.Hash.Length > 0 && (key.Hash.Length != 64 || !key.Hash.All(char.IsAsciiHexDigit)))
        {
            yield return $"{nameof(key.Hash)} has {key.Hash.Length} characters; accepted are 64 hexadecimal digits, the SHA-256 of the key (the command api-key makes both).";
        }
        else if (key.Key.Length is > 0 and < LeastKeyLength || !key.Key.All(static c => c is > ' ' and <= '~'))
        {
            yield return $"{nameof(key.Key)} has {key.Key.Length} characters; accepted are {LeastKeyLength} or more, printable ASCII without spaces.";
        }

        if (key.May.Count == 0)
        {
            yield return $"{nameof(key.May)} is empty; accepted are one or more of publish, read, sessions.";
        }

        if (key.Topics.Count == 0 && (key.May.Contains(ApiRight.Publish) || key.May.Contains(ApiRight.Read)))
        {
            yield return $"{nameof(key.Topics)} is empty; accepted are names of topics, or prefixes with *, for example chat:*; * alone is every topic.";
        }

        foreach (var topic in key.Topics.Where(static topic => topic.Length == 0 || topic[..^1].Contains('*', StringComparison.Ordinal)))
        {
            yield return $"{nameof(key.Topics)} has '{topic}'; accepted is a whole name, or a prefix and one * at its end.";
        }

        if (key.PerSecond is < 1 or > MostPerSecond)
        {
            yield return $"{nameof(key.PerSecond)} is {key.PerSecond}; accepted is 1 to {MostPerSecond}.";
        }
    }
}
