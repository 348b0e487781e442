using MultiTransport.Testing;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>The rows of a network stand together, so that it is run once and the next ones ahead.</summary>
public sealed class FaultOrder : ITestCaseOrderer
{
    private static readonly List<string> Names = [.. NamedFaults.All.Select(static fault => fault.Name)];

    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase => testCases.OrderBy(static test => (uint)Names.IndexOf(test.TestMethodArguments?.LastOrDefault() as string ?? "")); // what is no network comes last
}
