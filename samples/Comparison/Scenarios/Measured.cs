namespace MultiTransport.Comparison.Scenarios;

/// <summary>One quantity of one round.</summary>
internal readonly record struct Measured(string Name, string Unit, double Value);
