using Microsoft.Extensions.Logging;
using MultiTransport.Conformance.Runtimes;
using Xunit.Abstractions;

namespace MultiTransport.Conformance.Topics;

/// <summary>Topics of the JavaScript client against a real server: its own tests, which need one, in Node.</summary>
public class ScriptTopicTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static TheoryData<string, string> Rows => new() { { "node", "sources" }, { "node", "built" }, { "node22", "built" } };

    [ClientTheory]
    [MemberData(nameof(Rows))]
    public async Task ItsTests_Pass(string client, string what)
    {
        await using var host = await TopicHost.StartAsync();
        var node = client == "node" ? RuntimeTools.Node : RuntimeTools.Node22;
        var runtime = RuntimeProcess.Start(
            RuntimeProcess.NewHome(),
            [node, "--test", "--test-reporter=tap", Path.Combine(ClientScript.Folder, "test", "topics", "server.test.js")],
            ("MULTITRANSPORT_TOPICS", host.BaseAddress.ToString()), ("MULTITRANSPORT_CLIENT", what));

        var failed = await runtime.LineAsync(static line => line.StartsWith("# fail ", StringComparison.Ordinal), Patience);

        await runtime.EndAsync();
        output.WriteLine(runtime.Printed);
        Assert.True(failed == "# fail 0", runtime.Printed);
        Assert.Contains("# skipped 0", runtime.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("# pass 0", runtime.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Logs.Entries, static log => log.Level >= LogLevel.Error);
    }
}
