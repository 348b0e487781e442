namespace MultiTransport.Server.Probes;

/// <summary>Asks a running server whether it answers: <c>health [URL]</c>. For images without a shell, which have no other program that could.</summary>
internal static class HealthCommand
{
    public const string Name = "health";

    private const string DefaultUrl = "http://127.0.0.1:8080";
    private const int Healthy = 0;
    private const int Unhealthy = 1;
    private const int Misused = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <returns>0 where it answers, 1 where it does not, 64 for wrong arguments.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (arguments.Length > 1 || !Uri.TryCreate(arguments.FirstOrDefault() ?? DefaultUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            errors.WriteLine($"Usage: health [URL], for example health {DefaultUrl}");
            return Misused;
        }

        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(new Uri(url, "/healthz"));
            output.WriteLine($"{(int)answer.StatusCode} {answer.ReasonPhrase}");
            return answer.IsSuccessStatusCode ? Healthy : Unhealthy;
        }
        catch (Exception fault) when (fault is HttpRequestException or System.Net.Sockets.SocketException or TaskCanceledException)
        {
            errors.WriteLine(fault.Message);
            return Unhealthy;
        }
    }
}
