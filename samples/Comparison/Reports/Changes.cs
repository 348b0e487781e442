using MultiTransport.Comparison.Results;

namespace MultiTransport.Comparison.Reports;

/// <summary>Finds what differs by more than both runs' own spread and by more than 5 %, and what one run has and the other has not.</summary>
internal static class Changes
{
    private const double LeastRelative = 0.05;

    public static List<Change> Between(Report before, Report after)
    {
        var changes = new List<Change>();
        foreach (var name in before.Scenarios.Concat(after.Scenarios).Select(scenario => scenario.Name).Distinct())
        {
            var old = before.Scenarios.Find(scenario => scenario.Name == name);
            var fresh = after.Scenarios.Find(scenario => scenario.Name == name);
            if (old is null || fresh is null)
            {
                changes.Add(new Change(name, "", "", old is null ? "not run" : "run", fresh is null ? "not run" : "run", ""));
                continue;
            }

            if (old.Verdict != fresh.Verdict)
            {
                changes.Add(new Change(name, "", "verdict", VerdictWords.Of(old.Verdict), VerdictWords.Of(fresh.Verdict), ""));
            }

            Compare(changes, name, old, fresh);
        }

        return changes;
    }

    private static void Compare(List<Change> changes, string scenario, ScenarioResult before, ScenarioResult after)
    {
        var fresh = after.Rows.ToDictionary(row => row.Key);
        foreach (var row in before.Rows)
        {
            if (!fresh.Remove(row.Key, out var other))
            {
                changes.Add(new Change(scenario, row.Key, "", "present", "gone", ""));
                continue;
            }

            foreach (var figure in row.Figures)
            {
                if (other.Find(figure.Name) is { } later && Differs(figure, later))
                {
                    changes.Add(new Change(scenario, row.Key, $"{figure.Name} {figure.Unit}", figure.ToString(), later.ToString(), Relative(figure, later)));
                }
            }
        }

        changes.AddRange(fresh.Values.Select(row => new Change(scenario, row.Key, "", "absent", "new", "")));
    }

    private static bool Differs(Figure before, Figure after)
    {
        var areApart = before.High < after.Low || after.High < before.Low;
        var scale = Math.Max(Math.Abs(before.Median), Math.Abs(after.Median));
        return areApart && Math.Abs(after.Median - before.Median) > scale * LeastRelative;
    }

    private static string Relative(Figure before, Figure after) =>
        before.Median == 0 ? "" : $"{(after.Median - before.Median) / before.Median:+0 %;-0 %}";
}
