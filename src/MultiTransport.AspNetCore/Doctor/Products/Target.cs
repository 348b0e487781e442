namespace MultiTransport.AspNetCore.Doctor;

/// <summary>What remedies are written for: the host that a filter shall let through, and the place of the server behind a proxy.</summary>
internal sealed record Target(string Host, string Authority)
{
    /// <summary>Where examples assume the application.</summary>
    public const string Origin = "127.0.0.1:5080";

    public static Target Of(string url)
    {
        var isPlain = Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Host.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');
        return isPlain ? new Target(uri!.Host, uri.Authority) : new Target("app.example", "app.example");
    }
}
