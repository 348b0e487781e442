using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using System.Text;
using System.Text.RegularExpressions;

namespace MultiTransport.Server.Users;

/// <summary>A prefix of topics with claims of the user in it, for example <c>user:{sub}:</c>.</summary>
internal static partial class TopicPrefix
{
    /// <summary>Whether each claim ends at a colon, so that one user's prefix is never the beginning of another's.</summary>
    public static bool IsWellFormed(string prefix) => Pattern().IsMatch(prefix);

    /// <summary>The prefix of one user; false where a claim is missing, told twice, or would reach beyond its place.</summary>
    public static bool TryExpand(string prefix, ClaimsPrincipal user, [NotNullWhen(true)] out string? expanded)
    {
        expanded = null;
        var built = new StringBuilder();
        var at = 0;
        foreach (var place in Placeholder().EnumerateMatches(prefix))
        {
            var name = prefix.Substring(place.Index + 1, place.Length - 2);
            var values = user.FindAll(name).Take(2).ToList();
            if (values is not [{ Value: { Length: > 0 } value }] || value.Contains(':', StringComparison.Ordinal))
            {
                return false;
            }

            built.Append(prefix, at, place.Index - at).Append(value);
            at = place.Index + place.Length;
        }

        expanded = built.Append(prefix, at, prefix.Length - at).ToString();
        return true;
    }

    [GeneratedRegex(@"^(?:[^{}]|\{[^{}]+\}:)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"\{[^{}]+\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
