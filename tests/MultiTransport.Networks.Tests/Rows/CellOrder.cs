using Xunit.Abstractions;
using Xunit.Sdk;

namespace MultiTransport.Networks.Tests.Rows;

/// <summary>In the order of the rows, so that the next ones can be run ahead: it knows which ones there are.</summary>
public sealed class CellOrder : ITestCaseOrderer
{
    private static IReadOnlyList<(string Client, string Row)> _planned = [];

    /// <summary>The cells of this run, in their order.</summary>
    internal static IReadOnlyList<(string Client, string Row)> Planned => Volatile.Read(ref _planned);

    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase
    {
        var names = NetworkRows.All.Select(static row => row.Name).ToList();
        var ordered = testCases.Where(static test => test.TestMethodArguments is [string, string]).OrderBy(test => names.IndexOf(RowOf(test))).ToList();
        Volatile.Write(ref _planned, [.. ordered.Where(static test => string.IsNullOrEmpty(test.SkipReason)).Select(static test => ((string)test.TestMethodArguments[0], RowOf(test)))]);
        return [.. ordered, .. testCases.Except(ordered)];
    }

    private static string RowOf(ITestCase test) => (string)test.TestMethodArguments[1];
}
