using System.Text.Json;
using MultiTransport.Comparison.Results;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>Which transport gets through which network: read from what the network tests found, not measured here.</summary>
internal sealed class FirewallScenario : IScenario
{
    private string? _missing;

    public string Name => "firewall";

    public string Title => "Through which networks";

    public string Claim => "WebSocket shares ports 80 and 443 and passes most firewalls.";

    public string Variables => "the networks of the network tests. Which transport wins, time to first message, what was tried.";

    public void Run(Lab lab, ResultBook book)
    {
        if (lab.Plan.Networks is not { } file)
        {
            _missing = "the networks are proxies and filters that need a machine of their own: run the network tests and give their matrix with --networks";
            return;
        }

        if (!File.Exists(file))
        {
            _missing = $"there is no {file}; a run of the network tests writes it";
            return;
        }

        try
        {
            foreach (var network in JsonSerializer.Deserialize<NetworkResult[]>(File.ReadAllText(file), JsonSerializerOptions.Web) ?? [])
            {
                book.Add(
                    network.Transport ?? "none",
                    new() { ["network"] = network.Network, ["tried"] = string.Join(", ", network.Tried ?? []) },
                    [new("first message", "ms", network.FirstMessageMilliseconds ?? double.NaN)]);
            }
        }
        catch (JsonException fault)
        {
            _missing = $"{file} is no matrix: {fault.Message}";
        }
    }

    public Judgement Judge(IReadOnlyList<Row> rows)
    {
        if (_missing is not null || rows.Count == 0)
        {
            return Judgement.NotHere(_missing ?? "the matrix is empty");
        }

        var passes = rows.Count(row => row.Subject == "websocket");
        var none = rows.Count(row => row.Subject == "none");
        var finding = $"websocket won on {passes} of {rows.Count} networks, another transport on {rows.Count - passes - none}, none on {none}";
        return passes * 2 > rows.Count ? Judgement.DependsOn(finding) : Judgement.DoesNotHold(finding);
    }

    private sealed record NetworkResult(string Network, string? Transport, double? FirstMessageMilliseconds, string[]? Tried);
}
