using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.Tokens;
using MultiTransport.Server.Configuration;

namespace MultiTransport.Server.Users;

/// <summary>Users by token, and what policies say of them.</summary>
internal static class UsersSetup
{
    public static void AddUsers(this IServiceCollection services, ServerSettings settings)
    {
        var authorization = services.AddAuthorizationBuilder();
        foreach (var (name, policy) in settings.Policies)
        {
            authorization.AddPolicy(name, built => built.AddRequirements(new TopicPolicyRequirement(policy)));
        }

        services.AddSingleton<IAuthorizationHandler, TopicPolicyHandler>();
        var authentication = services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme);
        if (settings.Jwt.IsOn)
        {
            authentication.AddJwtBearer(options => Configure(options, settings.Jwt));
        }
    }

    public static void UseUsers(this WebApplication app, ServerSettings settings)
    {
        if (settings.Jwt.IsOn)
        {
            app.UseAuthentication();
            app.Use((context, next) => TokenGate.RunAsync(context, next, settings.Jwt));
        }

        app.UseAuthorization();
    }

    private static void Configure(JwtBearerOptions options, JwtSettings settings)
    {
        var keys = JwtKeys.Read(settings, []);
        options.MapInboundClaims = false; // a claim has the name that the token gives it
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = settings.Issuer,
            ValidAudience = settings.Audience,
            IssuerSigningKeys = keys,
            ValidAlgorithms = JwtKeys.Algorithms(keys),
            ClockSkew = settings.ClockSkew,
            NameClaimType = "sub",
            RoleClaimType = "role",
            RequireExpirationTime = true,
            RequireSignedTokens = true,
        };
        options.Events = new JwtBearerEvents { OnMessageReceived = message => ReceiveAsync(message, settings) };
    }

    private static Task ReceiveAsync(MessageReceivedContext message, JwtSettings settings)
    {
        if (!TokenGate.Counts(message.HttpContext))
        {
            message.NoResult(); // another bearer's, as the API's keys are
        }
        else if (settings.AcceptQuery && message.Request.Headers.Authorization.Count == 0 && message.Request.Query["access_token"] is [{ Length: > 0 } token])
        {
            message.Token = token;
        }

        return Task.CompletedTask;
    }
}
