using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>Tokens of the form <c>NAME</c> or <c>NAME@TIME</c>, which expire then.</summary>
internal sealed class ScenarioTokens(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Bearer = "Bearer";

    public static string Of(string user, TimeSpan life) => $"{user}@{(DateTimeOffset.UtcNow + life).ToString("O", CultureInfo.InvariantCulture)}";

    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(Bearer).AddScheme<AuthenticationSchemeOptions, ScenarioTokens>(Bearer, null);
        builder.Services.AddAuthorization();
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith($"{Bearer} ", StringComparison.Ordinal))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var token = header[(Bearer.Length + 1)..].Split('@');
        var properties = new AuthenticationProperties();
        if (token.Length > 1)
        {
            properties.ExpiresUtc = DateTimeOffset.Parse(token[1], CultureInfo.InvariantCulture);
            if (properties.ExpiresUtc <= TimeProvider.GetUtcNow())
            {
                return Task.FromResult(AuthenticateResult.Fail("The token expired."));
            }
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, token[0])], Bearer);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), properties, Bearer)));
    }
}
