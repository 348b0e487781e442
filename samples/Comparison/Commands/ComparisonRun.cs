using System.Diagnostics;
using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Results;
using MultiTransport.Comparison.Scenarios;

namespace MultiTransport.Comparison.Commands;

/// <summary>All scenarios of a plan, one after another, on one server.</summary>
internal static class ComparisonRun
{
    /// <summary>How the finding of a scenario begins that did not come to its end.</summary>
    public const string FailurePrefix = "failed: ";

    private const double BusyShare = 0.5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(700);

    public static Report Execute(RunRequest request, RunProgress progress, CancellationToken cancellation)
    {
        if (request.IsPinned)
        {
            Machine.Pin();
        }

        var plan = request.Plan;
        IScenario[] scenarios = [.. ScenarioCatalog.All.Where(scenario => plan.Scenarios.Length == 0 || plan.Scenarios.Contains(scenario.Name))];
        var report = new Report
        {
            Command = request.CommandLine,
            Date = DateTimeOffset.Now,
            Machine = MachineDescription.Read(Machine.Pinning),
            Versions = Machine.Versions,
        };
        if (MachineDescription.ReadLoad() is var load && load > Environment.ProcessorCount * BusyShare)
        {
            report.Notes.Add($"The machine was busy when the run began (load {load:0.0} on {Environment.ProcessorCount} cores): bytes, requests, counts and verdicts on them stand; times and CPU are upper bounds, with noise.");
        }

        using var server = request.Server is { } address ? ServerUnderTest.Reach(address) : ServerUnderTest.Start();
        if (server.Offset.ErrorNanoseconds > 0)
        {
            report.Notes.Add($"Server and generator are on two machines: its clock is {server.Offset.Nanoseconds / 1e6:0.000} ms ahead, known to ±{server.Offset.ErrorNanoseconds / 1e6:0.000} ms, and one-way latencies are no better than that.");
        }

        var lab = new Lab(plan, server, progress.Say, cancellation);
        try
        {
            progress.Begin(0, scenarios.Length, "warm-up");
            Warm.Up(lab, WarmUp);
            for (var index = 0; index < scenarios.Length; index++)
            {
                progress.Begin(index + 1, scenarios.Length, scenarios[index].Name);
                report.Scenarios.Add(Run(scenarios[index], lab, request));
            }
        }
        catch (OperationCanceledException)
        {
            report.Partial = $"stopped after {report.Scenarios.Count} of {scenarios.Length} scenarios: the others are missing";
        }

        progress.End();
        if (report.Partial.Length == 0 && server.CheckClock() is { } jump)
        {
            report.Notes.Add(jump);
        }

        return report;
    }

    private static ScenarioResult Run(IScenario scenario, Lab lab, RunRequest request)
    {
        var book = new ResultBook();
        var clock = Stopwatch.StartNew();
        Judgement judgement;
        try
        {
            scenario.Run(lab, book);
            judgement = scenario.Judge(book.Rows);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            judgement = Judgement.NotHere(FailurePrefix + fault.Message); // the other scenarios are still worth their time
        }

        var rows = book.Rows;
        var disturbed = rows.Count(row => row.Note.Contains("late (p99)", StringComparison.Ordinal) || row.Note.Contains("was the limit", StringComparison.Ordinal));
        var care = disturbed == 0 ? "" : $" (read with care: in {disturbed} of {rows.Count} rows the machine was busy with something else or the generator did not keep up, see their notes)";
        return new ScenarioResult(scenario.Name, scenario.Title, scenario.Claim, judgement.Verdict, judgement.Finding + care)
        {
            Rows = rows,
            Charts = book.Charts,
            Notes = [.. book.Notes.Distinct()],
            Drawings = book.Drawings,
            Command = CommandLines.ForScenario(request.CommandLine, scenario.Name),
            Seconds = Math.Round(clock.Elapsed.TotalSeconds, 1),
        };
    }
}
