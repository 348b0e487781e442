namespace MultiTransport.Comparison.Results;

/// <summary>Everything that one scenario found.</summary>
internal sealed record ScenarioResult(string Name, string Title, string Claim, Verdict Verdict, string Finding)
{
    public List<Row> Rows { get; init; } = [];

    public List<Chart> Charts { get; init; } = [];

    /// <summary>What a reader must know of the method, and what went otherwise than it should.</summary>
    public List<string> Notes { get; init; } = [];

    /// <summary>Drawings in characters: frames bit by bit, heads of handshakes.</summary>
    public List<Drawing> Drawings { get; init; } = [];

    /// <summary>The command that does this scenario again.</summary>
    public string Command { get; init; } = "";

    public double Seconds { get; init; }
}
