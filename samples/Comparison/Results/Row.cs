using System.Text.Json.Serialization;
using MultiTransport.Comparison.Measures;

namespace MultiTransport.Comparison.Results;

/// <summary>What one transport or peer did under one setting of the variables.</summary>
internal sealed record Row(string Subject, Dictionary<string, string> Variables, List<Figure> Figures)
{
    /// <summary>The times of all rounds together.</summary>
    public List<Bucket> Latency { get; init; } = [];

    /// <summary>What a reader must know of this row.</summary>
    public string Note { get; init; } = "";

    [JsonIgnore]
    public string VariablesText => string.Join(", ", Variables.Select(pair => $"{pair.Key} {pair.Value}"));

    [JsonIgnore]
    public string Key => $"{Subject}; {VariablesText}";

    public double this[string figure] => Find(figure)?.Median ?? double.NaN;

    public Figure? Find(string figure) => Figures.Find(found => found.Name == figure);
}
