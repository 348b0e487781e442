using Xunit.Sdk;

namespace MultiTransport.Networks.Tests.Rivals;

/// <summary>A theory that is there only with <c>MULTITRANSPORT_NETWORKS_RIVALS=1</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("MultiTransport.Networks.Tests.Rivals.RivalTheoryDiscoverer", "MultiTransport.Networks.Tests")]
public sealed class RivalTheoryAttribute : TheoryAttribute;
