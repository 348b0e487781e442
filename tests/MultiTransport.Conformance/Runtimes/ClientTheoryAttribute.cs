using Xunit.Sdk;

namespace MultiTransport.Conformance.Runtimes;

/// <summary>A theory whose first argument is a client. A row whose programs are missing is skipped, or fails where <c>MULTITRANSPORT_REQUIRE_TOOLS=1</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("MultiTransport.Conformance.Runtimes.ClientTheoryDiscoverer", "MultiTransport.Conformance")]
public sealed class ClientTheoryAttribute : TheoryAttribute;
