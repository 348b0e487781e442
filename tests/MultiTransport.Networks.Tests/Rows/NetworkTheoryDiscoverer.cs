using MultiTransport.Conformance.Runtimes;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace MultiTransport.Networks.Tests.Rows;

public sealed class NetworkTheoryDiscoverer(IMessageSink diagnostics) : TheoryDiscoverer(diagnostics)
{
    protected override IEnumerable<IXunitTestCase> CreateTestCasesForDataRow(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute, object[] dataRow) =>
        Missing((string)dataRow[0], (string)dataRow[1]) is { } missing
            ? [new SkippedRow(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod, missing, dataRow)]
            : base.CreateTestCasesForDataRow(discoveryOptions, testMethod, theoryAttribute, dataRow);

    private static string? Missing(string client, string row) => RuntimeTools.Missing(client)
        ?? (NetworkRows.Absent(client, row) is { } absent && Environment.GetEnvironmentVariable("MULTITRANSPORT_REQUIRE_TOOLS") != "1"
            ? $"{absent}; MULTITRANSPORT_REQUIRE_TOOLS=1 makes this a failure"
            : null);
}
