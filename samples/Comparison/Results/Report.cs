namespace MultiTransport.Comparison.Results;

/// <summary>One run.</summary>
internal sealed record Report
{
    public const int CurrentFormat = 1;

    /// <summary>The format of this file.</summary>
    public int Format { get; init; } = CurrentFormat;

    public required string Command { get; init; }

    public required DateTimeOffset Date { get; init; }

    public required MachineDescription Machine { get; init; }

    public required string Versions { get; init; }

    /// <summary>Why scenarios are missing; empty where none is.</summary>
    public string Partial { get; set; } = "";

    public List<string> Notes { get; init; } = [];

    public List<ScenarioResult> Scenarios { get; init; } = [];
}
