using System.Globalization;
using System.Security.Claims;

namespace Chat.Accounts;

internal static class ClaimsPrincipalExtensions
{
    /// <summary>Where a device's name stands in its cookie.</summary>
    public const string DeviceClaim = "device";

    /// <summary>Which device it is: each sign-in makes one.</summary>
    public static string? Device(this ClaimsPrincipal user) => user.FindFirstValue(DeviceClaim);

    /// <summary>The number of who signed in.</summary>
    public static long UserId(this ClaimsPrincipal user) => long.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier)!, CultureInfo.InvariantCulture);
}
