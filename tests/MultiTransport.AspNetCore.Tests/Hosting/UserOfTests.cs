using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace MultiTransport.AspNetCore.Tests.Hosting;

/// <summary>Whose session a request opens, or may attach to.</summary>
public sealed class UserOfTests
{
    [Theory]
    [InlineData("nameidentifier,sub,name", "nameidentifier")]
    [InlineData("sub,name", "sub")]
    [InlineData("name", "name")]
    [InlineData("", "")]
    public void UserOf_AnAuthenticatedPrincipal_IsItsMostStableName(string claims, string expected)
    {
        var all = new Dictionary<string, Claim>
        {
            ["nameidentifier"] = new(ClaimTypes.NameIdentifier, "nameidentifier"),
            ["sub"] = new("sub", "sub"),
            ["name"] = new(ClaimTypes.Name, "name"),
        };
        var identity = new ClaimsIdentity(claims.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(claim => all[claim]), "test");

        Assert.Equal(expected, SessionOwners.UserOf(new ClaimsPrincipal(identity)));
        Assert.Null(SessionOwners.UserOf(new ClaimsPrincipal(new ClaimsIdentity(identity.Claims))));
    }

    [Fact]
    public void UserOf_ARequestThatBearsNone_AllocatesNothing()
    {
        var context = new DefaultHttpContext();
        Assert.Null(SessionOwners.UserOf(context));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var user = SessionOwners.UserOf(context);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Null(user);
    }

    [Fact]
    public void UserOf_ARequestWithAPrincipal_IsItsUser()
    {
        var context = new DefaultHttpContext { User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "alice")], "test")) };

        Assert.Equal("alice", SessionOwners.UserOf(context));
    }
}
