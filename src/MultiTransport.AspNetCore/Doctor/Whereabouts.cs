namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Where the trouble is, as far as other addresses of the same server tell.</summary>
internal static class Whereabouts
{
    public static IEnumerable<string> Of(Observations observations, Symptoms here)
    {
        foreach (var other in observations.Others)
        {
            var there = Diagnostician.SymptomsOf(Readings.Of(observations, other));
            var url = LogText.Clean(other.Url);
            if (other.Echoes.All(static echo => echo.Head is null))
            {
                yield return $"{url} does not answer from here, so it tells nothing.";
            }
            else if (IsTls(other.Url) && !IsTls(observations.Url))
            {
                yield return TellOfTls(url, here, there);
            }
            else if (here != Symptoms.None)
            {
                yield return there == Symptoms.None
                    ? $"At {url} everything works: the trouble is in what stands before this address, which is the server's own reverse proxy, and not in the visitor's network."
                    : $"At {url} it is no better: the trouble is in the visitor's network or machine, not in the server's reverse proxy.";
            }
        }
    }

    private static string TellOfTls(string url, Symptoms here, Symptoms there) => (here, there) switch
    {
        (Symptoms.None, Symptoms.None) => $"Over https ({url}) everything works too.",
        (_, Symptoms.None) => $"Over https ({url}) everything works: what is in the way reads plain http only. Send visitors to https.",
        (Symptoms.None, _) => $"Over https ({url}) less works than over http: the reverse proxy that ends TLS, or something that inspects TLS. Look at who issued the certificate that the browser shows.",
        _ => $"Over https ({url}) it is the same: it is the server's own reverse proxy, or something that inspects TLS, such as an antivirus on this machine. Look at who issued the certificate that the browser shows.",
    };

    private static bool IsTls(string url) => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
}
