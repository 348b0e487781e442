namespace MultiTransport.Server.Users;

/// <summary>One key that signs tokens: exactly one of its forms.</summary>
internal sealed class JwtKeySettings
{
    /// <summary>The <c>kid</c> of tokens that it signs; empty where they have none.</summary>
    public string Id { get; set; } = "";

    /// <summary>A secret that both sides know, for HS256, HS384 and HS512: 32 bytes of UTF-8 at least.</summary>
    public string Secret { get; set; } = "";

    /// <summary>A public RSA or EC key, <c>-----BEGIN PUBLIC KEY-----</c> and so on.</summary>
    public string Pem { get; set; } = "";

    /// <summary>A file with such a key.</summary>
    public string PemFile { get; set; } = "";
}
