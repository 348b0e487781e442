using System.Runtime.CompilerServices;
using MultiTransport.Conformance.Runtimes;

namespace MultiTransport.Trust.Tests;

/// <summary>A test in a browser of the machine. Without it the test is skipped, or fails where <c>MULTITRANSPORT_REQUIRE_TOOLS=1</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute(string browser, [CallerMemberName] string test = "")
    {
        Browser = browser;
        if (RuntimeTools.Missing(browser) is { } missing)
        {
            Skip = missing;
            DisplayName = $"{test} ({Skip})"; // the runner prints the name of what is skipped, and not the reason
        }
    }

    public string Browser { get; }
}
