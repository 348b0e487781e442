using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace MultiTransport.Trust.Server;

/// <summary>What the attacked server trusts: tokens that a login signs, and keys of its API.</summary>
internal static class Credentials
{
    public const string Issuer = "https://login.example";
    public const string Audience = "realtime";
    public const string ApiKey = "a-key-that-may-publish-below-open";

    private const string Secret = "a-secret-of-the-login-and-of-the-server";

    /// <summary>Topics <c>open:*</c> for all, <c>user:NAME:*</c> for that user; a key that may publish in the first.</summary>
    public static IReadOnlyList<string> Settings { get; } =
    [
        $"--Jwt:Issuer={Issuer}", $"--Jwt:Audience={Audience}", $"--Jwt:Keys:0:Secret={Secret}",
        "--Api:Keys:0:Name=orders", $"--Api:Keys:0:Key={ApiKey}", "--Api:Keys:0:May:0=publish", "--Api:Keys:0:Topics:0=open:*", "--Api:Keys:0:PerSecond=100000",
        "--Topics:Rules:0:Name=open:*", "--Topics:Rules:0:Subscribe=anyone", "--Topics:Rules:0:Publish=anyone", "--Topics:Rules:0:Presence=true",
        "--Topics:Rules:1:Name=user:*", "--Topics:Rules:1:Subscribe=policy:own", "--Policies:own:TopicPrefix=user:{sub}:",
        "--DemoTopics=Never",
    ];

    /// <summary>A good token of a user.</summary>
    public static string TokenOf(string user) =>
        Sign($$"""{"alg":"HS256","typ":"JWT"}""", $$"""{"sub":"{{user}}","iss":"{{Issuer}}","aud":"{{Audience}}","exp":{{DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds()}}}""");

    /// <summary>Any head and claims, well signed or not.</summary>
    public static string Sign(string head, string claims, string secret = Secret)
    {
        var text = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(head))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(text)))}";
    }
}
