using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace MultiTransport.Comparison.Server;

/// <summary>Sign-in as applications have it: the framework's encrypted cookie, with claims of a real size.</summary>
internal static class Members
{
    private const int Roles = 12;

    public static void AddMembers(this IServiceCollection services)
    {
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        services.AddAuthorization();
    }

    /// <summary>Answers with a cookie that <c>/members</c> takes.</summary>
    public static void MapMembers(this WebApplication app) => app.MapPost(ControlEndpoints.Prefix + "/sign-in", async context =>
    {
        List<Claim> claims =
        [
            new(ClaimTypes.NameIdentifier, "3f6c1a9e-5b7d-4c21-9a1e-0d2f6b8c7a11"),
            new(ClaimTypes.Name, "Ada Example"),
            new(ClaimTypes.Email, "ada@example.org"),
        ];
        claims.AddRange(Enumerable.Range(1, Roles).Select(number =>
            new Claim(ClaimTypes.Role, $"role-{number}-{Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes($"{number}")))[..12]}")));
        await context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme)));
    });
}
