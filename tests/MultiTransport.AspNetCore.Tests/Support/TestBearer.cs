using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MultiTransport.AspNetCore.Tests.Support;

/// <summary><c>Authorization: Bearer NAME</c>, or <c>Bearer NAME@TIME</c> for a token that expires.</summary>
public sealed class TestBearer(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Bearer";

    public static (string Name, string Value) Header(string user, DateTimeOffset? expires = null) =>
        ("Authorization", $"{Name} {user}{(expires is { } at ? $"@{at:O}" : "")}");

    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(Name).AddScheme<AuthenticationSchemeOptions, TestBearer>(Name, null);
        builder.Services.AddAuthorization();
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith($"{Name} ", StringComparison.Ordinal))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var token = header[(Name.Length + 1)..].Split('@');
        var properties = new AuthenticationProperties();
        if (token.Length > 1)
        {
            properties.ExpiresUtc = DateTimeOffset.Parse(token[1], CultureInfo.InvariantCulture);
            if (properties.ExpiresUtc <= TimeProvider.GetUtcNow())
            {
                return Task.FromResult(AuthenticateResult.Fail("The token expired."));
            }
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, token[0])], Name);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), properties, Name)));
    }
}
