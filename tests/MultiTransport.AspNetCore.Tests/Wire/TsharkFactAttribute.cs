using System.Runtime.CompilerServices;

namespace MultiTransport.AspNetCore.Tests.Wire;

/// <summary>A test that needs tshark and the right to capture. Without them it is skipped, or fails where <c>MULTITRANSPORT_REQUIRE_TOOLS=1</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TsharkFactAttribute : FactAttribute
{
    public const string Program = "/usr/bin/tshark";

    public TsharkFactAttribute([CallerMemberName] string test = "")
    {
        var missing = !File.Exists(Program) ? $"{Program} is not installed" : !Environment.IsPrivilegedProcess ? "only root may capture" : null;
        if (missing is not null && Environment.GetEnvironmentVariable("MULTITRANSPORT_REQUIRE_TOOLS") != "1")
        {
            Skip = $"{missing}; MULTITRANSPORT_REQUIRE_TOOLS=1 makes this a failure";
            DisplayName = $"{test} ({Skip})"; // the runner prints the name of what is skipped, and not the reason
        }
    }
}
