namespace MultiTransport.Server.Users;

/// <summary>Whose tokens make a client of <c>/realtime</c> a user. Without keys there are no users.</summary>
internal sealed class JwtSettings
{
    /// <summary>The <c>iss</c> that a token must have.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>The <c>aud</c> that a token must have.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The keys that sign tokens.</summary>
    public IList<JwtKeySettings> Keys { get; set; } = [];

    /// <summary>A file with a JSON Web Key Set, whose keys count too. Read at start.</summary>
    public string JwksFile { get; set; } = "";

    /// <summary>Whether a session needs a user. Default false: a client without a token is anonymous.</summary>
    public bool Required { get; set; }

    /// <summary>Whether a token may come as the query parameter <c>access_token</c>, for EventSource and bare WebSockets. Default false: URLs end up in logs.</summary>
    public bool AcceptQuery { get; set; }

    /// <summary>How far clocks may differ. Default 30 s; range 0 to 10 minutes.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether tokens are looked at.</summary>
    public bool IsOn => Keys.Count > 0 || JwksFile.Length > 0;
}
