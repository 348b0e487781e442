namespace MultiTransport.Architecture.Tests;

internal static class RuleAssert
{
    /// <summary>Fails with every violation on a line of its own.</summary>
    public static void Keeps(IEnumerable<string> violations)
    {
        var found = violations.ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
