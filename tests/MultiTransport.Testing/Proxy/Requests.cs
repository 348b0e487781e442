namespace MultiTransport.Testing;

/// <summary>Which requests a fault meets.</summary>
public static class Requests
{
    public static bool All(ProxiedRequest request) => true;

    public static bool Get(ProxiedRequest request) => request.Method == "GET";

    public static bool Post(ProxiedRequest request) => request.Method == "POST";

    /// <summary>A WebSocket handshake, or any other upgrade.</summary>
    public static bool Upgrade(ProxiedRequest request) => request.Head["Upgrade"] is not null;

    public static bool NoUpgrade(ProxiedRequest request) => !Upgrade(request);

    /// <summary>The last segment of the path is one of these, for example <c>Requests.To("poll", "send")</c>.</summary>
    public static Func<ProxiedRequest, bool> To(params string[] names) => request => names.Contains(request.Path.Split('/')[^1]);

    public static Func<ProxiedRequest, bool> Method(params string[] methods) => request => methods.Contains(request.Method);

    /// <summary>Only the next ones that fit, this many.</summary>
    public static Func<ProxiedRequest, bool> Next(int count, Func<ProxiedRequest, bool>? where = null)
    {
        var left = count;
        return request => (where is null || where(request)) && Interlocked.Decrement(ref left) >= 0;
    }
}
