namespace MultiTransport.Conformance.Scenarios;

/// <summary>Tests that measure: nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Measured
{
    public const string Name = "Measured";
}
