namespace MultiTransport.Server;

/// <summary>The one line that says where to look.</summary>
internal static partial class Announcement
{
    private static readonly string[] AnyHost = ["*", "+", "0.0.0.0", "[::]"];

    public static void AnnounceOnceStarted(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        foreach (var url in app.Urls.Select(Visitable))
        {
            Log.Listening(app.Logger, url);
        }
    });

    /// <summary>An address to listen on need not be one to visit: <c>http://[::]:80</c> becomes <c>http://localhost:80</c>.</summary>
    internal static string Visitable(string listening)
    {
        var address = BindingAddress.Parse(listening);
        return AnyHost.Contains(address.Host) ? $"{address.Scheme}://localhost:{address.Port}" : listening.TrimEnd('/');
    }

    private static partial class Log
    {
        [LoggerMessage(
            8000, LogLevel.Information, "Open {Url}/ in a browser, or run: curl -N -H 'Accept: text/event-stream' {Url}/echo", EventName = "Listening")]
        public static partial void Listening(ILogger logger, string url);
    }
}
