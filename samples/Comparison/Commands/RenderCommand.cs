using System.CommandLine;
using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Reports;
using MultiTransport.Comparison.Scenarios;

namespace MultiTransport.Comparison.Commands;

/// <summary><c>render A.json</c>: the pages of a run that is over.</summary>
internal static class RenderCommand
{
    public static Command Create()
    {
        var report = new Argument<FileInfo>("report") { Description = "The JSON of a run." }.AcceptExistingOnly();
        var html = new Option<string?>("--html") { Description = "Where the page with the plots goes." };
        var markdown = new Option<string?>("--markdown") { Description = "Where the page in Markdown goes." };
        var command = new Command("render", "Writes the pages of a run again, from its JSON.") { report, html, markdown };
        command.SetAction(result =>
        {
            try
            {
                var request = new RunRequest(new Plan()) { Html = result.GetValue(html) ?? "", Markdown = result.GetValue(markdown) };
                ReportFiles.Write(request, ReportJson.Read(result.GetValue(report)!.FullName));
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
