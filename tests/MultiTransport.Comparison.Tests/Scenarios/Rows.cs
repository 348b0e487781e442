using MultiTransport.Comparison.Results;

namespace MultiTransport.Comparison.Tests.Scenarios;

/// <summary>Rows as a scenario would find them.</summary>
internal static class Rows
{
    public static Row Of(string subject, string variables, params (string Name, double Value)[] figures) => new(
        subject,
        variables.Length == 0 ? [] : variables.Split("; ").Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]),
        [.. figures.Select(figure => new Figure(figure.Name, "", [figure.Value]))]);
}
