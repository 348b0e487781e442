using MultiTransport.Comparison.Measures;
using MultiTransport.Comparison.Results;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>Collects what a scenario finds: the rounds of one row come together here.</summary>
internal sealed class ResultBook
{
    private readonly Dictionary<string, Row> _rows = [];
    private readonly Dictionary<string, Histogram> _latencies = [];
    private readonly Dictionary<string, List<string>> _remarks = [];

    public List<Chart> Charts { get; } = [];

    public List<string> Notes { get; } = [];

    public List<Drawing> Drawings { get; } = [];

    public List<Row> Rows =>
    [
        .. _rows.Values.Select(row => row with
        {
            Latency = _latencies.TryGetValue(row.Key, out var latency) ? [.. latency.Buckets()] : [],
            Note = _remarks.TryGetValue(row.Key, out var remarks) ? string.Join("; ", remarks.Distinct()) : "",
        }),
    ];

    /// <summary>One more round of a row.</summary>
    public void Add(string subject, Dictionary<string, string> variables, IEnumerable<Measured> figures, Histogram? latency = null, string? remark = null)
    {
        var fresh = new Row(subject, variables, []);
        if (!_rows.TryGetValue(fresh.Key, out var row))
        {
            _rows.Add(fresh.Key, row = fresh);
        }

        foreach (var figure in figures.Where(figure => !double.IsNaN(figure.Value)))
        {
            var index = row.Figures.FindIndex(known => known.Name == figure.Name);
            if (index < 0)
            {
                row.Figures.Add(new Figure(figure.Name, figure.Unit, [figure.Value]));
            }
            else
            {
                row.Figures[index] = row.Figures[index] with { Rounds = [.. row.Figures[index].Rounds, figure.Value] };
            }
        }

        if (latency is { Count: > 0 })
        {
            if (!_latencies.TryGetValue(row.Key, out var known))
            {
                _latencies.Add(row.Key, known = new Histogram());
            }

            known.Add(latency);
        }

        if (!string.IsNullOrEmpty(remark))
        {
            if (!_remarks.TryGetValue(row.Key, out var remarks))
            {
                _remarks.Add(row.Key, remarks = []);
            }

            remarks.Add(remark);
        }
    }

    /// <summary>A figure over the same figure of one subject with the same variables, round by round.</summary>
    public void AddRatios(string figure, string ratio, string reference)
    {
        foreach (var row in _rows.Values.Where(row => row.Find(figure) is not null))
        {
            var floor = _rows.Values.FirstOrDefault(other => other.Subject == reference && other.VariablesText == row.VariablesText)?.Find(figure);
            if (floor is not null)
            {
                row.Figures.Add(new Figure(ratio, "", [.. row.Find(figure)!.Rounds.Zip(floor.Rounds, static (own, other) => own / other)]));
            }
        }
    }
}
