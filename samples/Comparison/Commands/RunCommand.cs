using System.CommandLine;
using System.Runtime.InteropServices;
using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Reports;
using Spectre.Console;

namespace MultiTransport.Comparison.Commands;

/// <summary>The command itself: runs scenarios and writes what they found.</summary>
internal static class RunCommand
{
    public const int Succeeded = 0;
    public const int Failed = 1;
    public const int Partial = 3;

    public static RootCommand Create(string[] arguments)
    {
        var options = new RunOptions();
        var command = new RootCommand(
            """
            Runs the comparisons that the documents make, on this machine, and sets the figures beside the claims.
            Without arguments: every scenario once in small, in under two minutes; tables here, figures and plots in artifacts/comparison.
            """);
        options.AddTo(command);
        command.SetAction(result => Run(options.Read(result) with { CommandLine = CommandLines.Of(arguments) }));
        command.Subcommands.Add(ListCommand.Create());
        command.Subcommands.Add(CompareCommand.Create());
        command.Subcommands.Add(RenderCommand.Create());
        command.Subcommands.Add(ServeCommand.Create());
        command.Subcommands.Add(PeerCommand.Create());
        return command;
    }

    private static int Run(RunRequest request)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        try
        {
            var report = ComparisonRun.Execute(request, new RunProgress(), stop.Token);
            TerminalReport.Write(AnsiConsole.Console, report);
            ReportFiles.Write(request, report);
            return report.Partial.Length > 0 ? Partial : report.Scenarios.Exists(scenario => scenario.Finding.StartsWith(ComparisonRun.FailurePrefix, StringComparison.Ordinal)) ? Failed : Succeeded;
        }
        catch (ComparisonException fault)
        {
            Console.Error.WriteLine(fault.Message);
            return Failed;
        }

        void OnSignal(PosixSignalContext signal)
        {
            signal.Cancel = true; // what is finished is still to be written
            stop.Cancel();
        }
    }
}
