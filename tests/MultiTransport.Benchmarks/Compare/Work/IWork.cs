using MultiTransport.Comparison.Peers;

namespace MultiTransport.Benchmarks.Compare.Work;

/// <summary>A piece of work that every contestant is given in turn.</summary>
internal interface IWork
{
    /// <summary>As on the command line and in the tables.</summary>
    string Name { get; }

    /// <summary>What the clients do.</summary>
    string Title { get; }

    /// <summary>The connections that it needs at once.</summary>
    int Connections { get; }

    /// <summary>Whether each round needs a server that has not worked before.</summary>
    bool NeedsFreshServer => false;

    /// <summary>The figure by which contestants are compared first.</summary>
    string Chief { get; }

    /// <summary>Figures that are compared too.</summary>
    string[] AlsoCompared => [];

    /// <summary>Does it once.</summary>
    /// <returns>The figures, and what forbids trusting them, if anything does.</returns>
    (Dictionary<string, double> Figures, string? Limit) Run(PeerServer server, Contestant contestant, TimeSpan time);
}
