using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using MultiTransport.Server.Tests.Configuration;
using MultiTransport.Server.Users;

namespace MultiTransport.Server.Tests.Users;

public sealed class TopicPolicyTests
{
    private static readonly (string Path, string Value)[] Jwt =
        [("Jwt:Issuer", "me"), ("Jwt:Audience", "us"), ("Jwt:Keys:0:Secret", "0123456789abcdef0123456789abcdef")];

    [Theory]
    [InlineData("editors", "ann", "editor", "news", true)]
    [InlineData("editors", "ann", "author", "news", true)]
    [InlineData("editors", "ann", "reader", "news", false)]
    [InlineData("editors", null, "editor", "news", false)] // claims without a user
    [InlineData("own", "ann", "", "user:ann:inbox", true)]
    [InlineData("own", "ann", "", "user:ann", false)]
    [InlineData("own", "ann", "", "user:anne:inbox", false)]
    [InlineData("own", "ann", "", "USER:ann:inbox", false)]
    [InlineData("own", null, "", "user::inbox", false)]
    [InlineData("anybody", null, "", "free:x", true)]
    [InlineData("anybody", null, "", "news", false)]
    [InlineData("titled", "ann", "reader", "news", true)]
    public async Task Policy_OfTheConfiguration_AllowsWhatItSays(string policy, string? user, string role, string topic, bool expected)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddUsers(Settings.Read([
            .. Jwt, ("Policies:editors:Claims:role:0", "editor"), ("Policies:editors:Claims:role:1", "author"), ("Policies:own:TopicPrefix", "user:{sub}:"),
            ("Policies:anybody:RequireUser", "false"), ("Policies:anybody:TopicPrefix", "free:"), ("Policies:titled:Claims:role", ""),
        ]));
        await using var provider = services.BuildServiceProvider();
        Claim[] claims = user is null ? [new("role", role)] : [new("sub", user), new("role", role)];
        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, user is null ? null : "test"));

        var result = await provider.GetRequiredService<IAuthorizationService>().AuthorizeAsync(principal, new TopicResource(topic, TopicRight.Subscribe, null!), policy);

        Assert.Equal(expected, result.Succeeded);
    }
}
