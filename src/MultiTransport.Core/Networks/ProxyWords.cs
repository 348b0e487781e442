using System.Text;

namespace MultiTransport;

/// <summary>Signs as words for people: <c>http10 via-squid x-forwarded-for</c>; <c>none</c> where a request shows nothing.</summary>
internal static class ProxyWords
{
    private static readonly (ProxySigns Sign, string Word)[] Words =
        [.. Enum.GetValues<ProxySigns>().Where(static sign => sign != ProxySigns.None).Select(static sign => (sign, Word(sign.ToString())))];

    public static string Of(ProxySigns signs)
    {
        var words = Words.Where(word => signs.HasFlag(word.Sign)).Select(static word => word.Word);
        return string.Join(' ', words.DefaultIfEmpty("none"));
    }

    private static string Word(string name)
    {
        var word = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && word.Length > 0)
            {
                word.Append('-');
            }

            word.Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }
}
