using System.Runtime.CompilerServices;

namespace MultiTransport.Server.Tests.Hosting;

/// <summary>
/// A test with rows that needs a program of the machine. Without it the test is skipped, or fails where <c>MULTITRANSPORT_REQUIRE_TOOLS=1</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolTheoryAttribute : TheoryAttribute
{
    public ToolTheoryAttribute(string program, [CallerMemberName] string test = "")
    {
        Program = program;
        if (!File.Exists(program) && Environment.GetEnvironmentVariable("MULTITRANSPORT_REQUIRE_TOOLS") != "1")
        {
            Skip = $"{program} is not installed; MULTITRANSPORT_REQUIRE_TOOLS=1 makes this a failure";
            DisplayName = $"{test} ({Skip})"; // the runner prints the name of what is skipped, and not the reason
        }
    }

    public string Program { get; }
}
