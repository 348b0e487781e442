using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Chat.Accounts;

/// <summary>Signing up, in and out: JSON by POST, a cookie that no other site's page can send.</summary>
internal static class AccountRoutes
{
    private const string Guessing = "guessing";

    public static void AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<AccountStore>().AddSingleton<Devices>();
        services.AddAuthorization();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(static cookie =>
        {
            cookie.Cookie.Name = "chat";
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.ExpireTimeSpan = TimeSpan.FromDays(14);
            cookie.Events.OnValidatePrincipal = static context =>
            {
                if (!context.HttpContext.RequestServices.GetRequiredService<Devices>().IsSignedIn(context.Principal!))
                {
                    context.RejectPrincipal(); // that device signed out
                }

                return Task.CompletedTask;
            };
            cookie.Events.OnRedirectToLogin = static context =>
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized; // programs ask here: the page shows its own form
                return Task.CompletedTask;
            };
        });
        services.AddRateLimiter(static limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.AddPolicy(Guessing, static context => RateLimitPartition.GetTokenBucketLimiter(
                $"{context.Connection.RemoteIpAddress}",
                static _ => new TokenBucketRateLimiterOptions { TokenLimit = 20, TokensPerPeriod = 10, ReplenishmentPeriod = TimeSpan.FromSeconds(10) }));
        });
    }

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/accounts");
        accounts.MapPost("/register", static async (Credentials credentials, AccountStore store, Devices devices, HttpContext context) =>
            await SignInAsync(context, await store.AddAsync(credentials), devices)).RequireRateLimiting(Guessing);
        accounts.MapPost("/login", static async (Credentials credentials, AccountStore store, Devices devices, HttpContext context) =>
            await SignInAsync(context, store.Find(credentials) ?? throw new ChatException("credentials-wrong", "There is no such name with this password."), devices))
            .RequireRateLimiting(Guessing);
        accounts.MapPost("/logout", static async (HttpContext context, Devices devices) =>
        {
            if (context.User.Identity is { IsAuthenticated: true })
            {
                await devices.RemoveAsync(context.User);
            }

            await context.SignOutAsync();
            return Results.NoContent();
        });
        accounts.MapGet("/me", static (ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true } ? Results.Json(Me(user)) : Results.NoContent());
    }

    private static async Task<IResult> SignInAsync(HttpContext context, Account account, Devices devices)
    {
        var identity = new ClaimsIdentity(CookieAuthenticationDefaults.AuthenticationScheme);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, account.Id.ToString(CultureInfo.InvariantCulture)));
        identity.AddClaim(new Claim(ClaimTypes.Name, account.Name));
        identity.AddClaim(new Claim(ClaimsPrincipalExtensions.DeviceClaim, await devices.AddAsync(account.Id)));
        var principal = new ClaimsPrincipal(identity);
        await context.SignInAsync(principal, new AuthenticationProperties { IsPersistent = true });
        return Results.Json(Me(principal));
    }

    private static UserView Me(ClaimsPrincipal user) => new(user.UserId(), user.Identity!.Name!);
}
