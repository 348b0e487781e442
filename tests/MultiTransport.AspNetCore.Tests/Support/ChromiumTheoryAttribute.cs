namespace MultiTransport.AspNetCore.Tests.Support;

/// <summary>A theory that needs Chromium. Without it it is skipped and says so, or fails where <c>MULTITRANSPORT_REQUIRE_TOOLS=1</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute()
    {
        if (!File.Exists(Chromium.Program) && Environment.GetEnvironmentVariable("MULTITRANSPORT_REQUIRE_TOOLS") != "1")
        {
            Skip = $"{Chromium.Program} is not installed (MULTITRANSPORT_CHROMIUM names another; MULTITRANSPORT_REQUIRE_TOOLS=1 makes this a failure)";
        }
    }
}
