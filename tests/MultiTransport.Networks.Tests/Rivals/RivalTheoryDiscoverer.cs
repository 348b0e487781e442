using Xunit.Abstractions;
using Xunit.Sdk;

namespace MultiTransport.Networks.Tests.Rivals;

public sealed class RivalTheoryDiscoverer(IMessageSink diagnostics) : TheoryDiscoverer(diagnostics)
{
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        Environment.GetEnvironmentVariable("MULTITRANSPORT_NETWORKS_RIVALS") == "1" ? base.Discover(discoveryOptions, testMethod, theoryAttribute) : [];
}
