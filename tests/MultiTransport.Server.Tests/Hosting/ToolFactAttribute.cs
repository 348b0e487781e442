namespace MultiTransport.Server.Tests.Hosting;

/// <summary>A test that needs a program of the machine. Without it the test is skipped and says so, or fails where <c>MULTITRANSPORT_REQUIRE_TOOLS=1</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(string program)
    {
        Program = program;
        if (!File.Exists(program) && Environment.GetEnvironmentVariable("MULTITRANSPORT_REQUIRE_TOOLS") != "1")
        {
            Skip = $"{program} is not installed (set MULTITRANSPORT_REQUIRE_TOOLS=1 to make this a failure)";
        }
    }

    public string Program { get; }
}
