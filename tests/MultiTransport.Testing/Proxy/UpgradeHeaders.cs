namespace MultiTransport.Testing;

/// <summary>What a proxy does that does not know upgrades.</summary>
internal static class UpgradeHeaders
{
    public static HttpHead Strip(HttpHead head) => head.With(Strip);

    private static KeyValuePair<string, string>? Strip(KeyValuePair<string, string> header)
    {
        if (header.Key.Equals("Upgrade", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (!header.Key.Equals("Connection", StringComparison.OrdinalIgnoreCase))
        {
            return header;
        }

        var left = header.Value.Split(',', StringSplitOptions.TrimEntries).Where(token => !token.Equals("Upgrade", StringComparison.OrdinalIgnoreCase)).ToList();
        return left.Count == 0 ? null : KeyValuePair.Create(header.Key, string.Join(", ", left));
    }
}
