using System.Net;
using System.Net.Sockets;
using System.Text;
using MultiTransport.Comparison.Commands;
using MultiTransport.Comparison.Reports;
using MultiTransport.Comparison.Results;

namespace MultiTransport.Comparison.Tests.Commands;

public sealed class RunTests
{
    [Fact]
    public void Run_AFewScenariosInSmall_LeavesTablesFiguresAndPlots()
    {
        using var run = new RunProcess("-s", "overhead", "upstream", "masking", "framing", "firewall", "--size", "64", "--rounds", "1", "--seconds", "0.2", "--unpinned", "--markdown", "page.md");
        Assert.True(run.WaitForExit() == RunCommand.Succeeded, run.Errors + run.Output);
        var report = ReportJson.Read(run.Json);
        Assert.Equal(["overhead", "upstream", "framing", "masking", "firewall"], report.Scenarios.Select(scenario => scenario.Name));
        Assert.Equal(5, report.Scenarios[0].Rows.Select(row => row.Subject).Distinct().Count());
        Assert.All(report.Scenarios[0].Rows, row => Assert.Equal(0, row["lost or doubled"]));
        Assert.Equal(Verdict.NotHere, report.Scenarios[^1].Verdict);
        Assert.Contains("what the documents claim", File.ReadAllText(run.Html), StringComparison.Ordinal);
        Assert.Contains("### masking", File.ReadAllText(Path.Combine(run.Folder, "page.md")), StringComparison.Ordinal);
        Assert.Contains("protocol share", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Peers_HasARatioForEachThatIsHere()
    {
        using var run = new RunProcess("-s", "peers", "--peer", "MultiTransport", "SignalR", "-t", "websocket", "longpoll", "--rounds", "1", "--seconds", "0.2", "--unpinned");
        Assert.True(run.WaitForExit() == RunCommand.Succeeded, run.Errors + run.Output);
        var rows = ReportJson.Read(run.Json).Scenarios[0].Rows;
        Assert.Equal(["RAW", "MultiTransport", "SignalR"], rows.Select(row => row.Subject).Distinct());
        Assert.All(rows, row => Assert.Equal(0, row["lost or doubled"]));
        Assert.All(rows, row => Assert.True(row["CPU / RAW"] > 0));
    }

    [Fact]
    public void Run_AGeneratorThatIsSlowOnPurpose_IsReportedAsTheLimit()
    {
        using var run = new RunProcess("-s", "upstream", "-t", "websocket", "--rounds", "1", "--seconds", "0.3", "--drag", "20000", "--unpinned");
        Assert.True(run.WaitForExit() == RunCommand.Succeeded, run.Errors + run.Output);
        Assert.Contains("the generator was the limit", ReportJson.Read(run.Json).Scenarios[0].Rows[0].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Interrupted_ReportsWhatWasFinishedAsPartial()
    {
        using var run = new RunProcess("-s", "masking", "latency", "--seconds", "60", "--unpinned");
        run.WaitForProgress("[1/2] latency");
        run.Interrupt();
        Assert.Equal(RunCommand.Partial, run.WaitForExit());
        Assert.StartsWith("stopped after", ReportJson.Read(run.Json).Partial, StringComparison.Ordinal);
        Assert.Contains("PARTIAL", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AServerThatIsNotThere_SaysSo()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = listener.LocalEndpoint.ToString()!;
        listener.Stop();
        using var run = new RunProcess("-s", "overhead", "--server", address);
        Assert.Equal(RunCommand.Failed, run.WaitForExit());
        Assert.Contains($"nobody answers at {address}", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AServerThatIsNotOurs_SaysSo()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener);
        using var run = new RunProcess("-s", "overhead", "--server", listener.LocalEndpoint.ToString()!);
        Assert.Equal(RunCommand.Failed, run.WaitForExit());
        Assert.Contains("is not a comparison server", run.Errors, StringComparison.Ordinal);
        await serving;
    }

    [Fact]
    public void Run_AScenarioThatIsNotThere_IsAnsweredWithTheList()
    {
        using var run = new RunProcess("-s", "nonsense");
        Assert.Equal(1, run.WaitForExit());
        Assert.Contains("'held-connections'", run.Errors, StringComparison.Ordinal);
    }

    private static async Task ServeAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        _ = await stream.ReadAsync(new byte[4096]);
        await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"));
    }
}
