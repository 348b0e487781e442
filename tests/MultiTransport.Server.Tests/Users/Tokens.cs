using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace MultiTransport.Server.Tests.Users;

/// <summary>Tokens as a login would sign them.</summary>
internal static class Tokens
{
    public const string Secret = "a-secret-of-the-login-and-of-the-server";
    public const string Issuer = "https://login.example";
    public const string Audience = "realtime";

    public static readonly SecurityKey Key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Secret));

    public static (string Path, string Value)[] Settings => [("Jwt:Issuer", Issuer), ("Jwt:Audience", Audience), ("Jwt:Keys:0:Secret", Secret)];

    public static string Of(string user, params (string Type, string Value)[] claims) => Of(user, Key, SecurityAlgorithms.HmacSha256, claims);

    public static string Of(string user, SecurityKey key, string algorithm, params (string Type, string Value)[] claims)
    {
        var all = new Dictionary<string, object> { ["sub"] = user };
        foreach (var (type, value) in claims)
        {
            all[type] = value;
        }

        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = claims.Any(claim => claim.Type == "iss") ? null : Issuer,
            Audience = claims.Any(claim => claim.Type == "aud") ? null : Audience,
            Expires = claims.Any(claim => claim.Type == "exp") ? null : DateTime.UtcNow.AddHours(1),
            Claims = all,
            SigningCredentials = new SigningCredentials(key, algorithm),
        });
    }

    /// <summary>One that expired a while ago.</summary>
    public static string Expired(string user) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = Audience,
        Expires = DateTime.UtcNow.AddHours(-1),
        Claims = new Dictionary<string, object> { ["sub"] = user },
        SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.HmacSha256),
    });

    /// <summary>One without an end.</summary>
    public static string Endless(string user) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = Audience,
        Claims = new Dictionary<string, object> { ["sub"] = user },
        SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.HmacSha256),
    });

    /// <summary>One that nobody signed.</summary>
    public static string Unsigned(string user, string algorithm = "none")
    {
        var head = Part(new { alg = algorithm, typ = "JWT" });
        var body = Part(new { sub = user, iss = Issuer, aud = Audience, exp = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds() });
        return $"{head}.{body}.";
    }

    private static string Part(object value) => Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(value));
}
