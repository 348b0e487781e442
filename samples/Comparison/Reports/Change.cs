namespace MultiTransport.Comparison.Reports;

/// <summary>One thing that is otherwise in the later run.</summary>
internal sealed record Change(string Scenario, string Row, string Figure, string Before, string After, string Difference);
