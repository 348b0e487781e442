using System.CommandLine;
using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Reports;
using Spectre.Console;

namespace MultiTransport.Comparison.Commands;

/// <summary><c>compare A.json B.json</c>: what changed between two runs.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var before = new Argument<FileInfo>("before") { Description = "The JSON of the earlier run." }.AcceptExistingOnly();
        var after = new Argument<FileInfo>("after") { Description = "The JSON of the later run." }.AcceptExistingOnly();
        var command = new Command("compare", "Shows which figures of two runs differ by more than their spread.") { before, after };
        command.SetAction(result =>
        {
            try
            {
                ChangeReport.Write(AnsiConsole.Console, ReportJson.Read(result.GetValue(before)!.FullName), ReportJson.Read(result.GetValue(after)!.FullName));
                return RunCommand.Succeeded;
            }
            catch (ComparisonException fault)
            {
                Console.Error.WriteLine(fault.Message);
                return RunCommand.Failed;
            }
        });
        return command;
    }
}
