using System.Runtime.CompilerServices;
using MultiTransport.Conformance.Runtimes;

namespace Chat.Tests.Browser;

/// <summary>
/// A test in Chromium and Firefox, found as the conformance scenarios find them (<c>MULTITRANSPORT_CHROMIUM</c>, <c>MULTITRANSPORT_FIREFOX</c>). Without one the test is
/// skipped, or fails where <c>MULTITRANSPORT_REQUIRE_TOOLS=1</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute([CallerMemberName] string test = "")
    {
        if ((RuntimeTools.Missing("chromium") ?? RuntimeTools.Missing("firefox")) is { } missing)
        {
            Skip = missing;
            DisplayName = $"{test} ({Skip})"; // the runner prints the name of what is skipped, and not the reason
        }
    }
}
