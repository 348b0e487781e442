using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

public class RuntimeTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Theory]
    [InlineData("node")]
    [InlineData("chromium")]
    [InlineData("firefox")]
    [InlineData("webkit")]
    public async Task Runtime_Starts(string name)
    {
        using var lease = await ClientRuntimes.TakeAsync(name);
        output.WriteLine(await lease.Runtime.AboutAsync().WithTimeout());
        Assert.Empty(await lease.Runtime.ProblemsAsync().WithTimeout());
        Assert.True((await lease.Runtime.LeftoversAsync().WithTimeout()).Timers.Count == 0);
    }
}
