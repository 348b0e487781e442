using System.Globalization;
using System.Security.Claims;

namespace Chat.Accounts;

internal static class ClaimsPrincipalExtensions
{
    /// <summary>The number of who signed in.</summary>
    public static long UserId(this ClaimsPrincipal user) => long.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier)!, CultureInfo.InvariantCulture);
}
