using Xunit.Sdk;

namespace MultiTransport.Networks.Tests.Rows;

/// <summary>
/// A theory of a client and a network. A row whose programs are missing is skipped, and says so; where <c>MULTITRANSPORT_REQUIRE_TOOLS=1</c> it fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("MultiTransport.Networks.Tests.Rows.NetworkTheoryDiscoverer", "MultiTransport.Networks.Tests")]
public sealed class NetworkTheoryAttribute : TheoryAttribute;
