using MultiTransport.Comparison.Results;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>One comparison that the documents make, run for real. A new one is a file with this interface and a line in <see cref="ScenarioCatalog"/>.</summary>
internal interface IScenario
{
    string Name { get; }

    string Title { get; }

    /// <summary>What the documents claim.</summary>
    string Claim { get; }

    /// <summary>What can be varied, and what is measured.</summary>
    string Variables { get; }

    /// <summary>Runs it and fills the book with rows, notes and plots.</summary>
    void Run(Lab lab, ResultBook book);

    /// <summary>The rule by which the rows decide on the claim.</summary>
    Judgement Judge(IReadOnlyList<Row> rows);
}
