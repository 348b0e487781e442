using MultiTransport.Comparison.Harness;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>What a scenario works with: the plan, the server that all scenarios share, and fresh servers and cells.</summary>
internal sealed class Lab(Plan plan, ServerUnderTest server, Action<string> progress, CancellationToken cancellation)
{
    public Plan Plan { get; } = plan;

    public ServerUnderTest Server { get; } = server;

    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Our dialects of the transports that the plan has, the ladder's order.</summary>
    public Dialect[] Dialects => [.. Plan.Transports.Select(transport => Dialect.Of(transport, Plan.Client))];

    public void Say(string what)
    {
        Cancellation.ThrowIfCancellationRequested();
        progress(what);
    }

    public Cell NewCell(ServerUnderTest? on = null) => new(on ?? Server, TimeSpan.FromMicroseconds(Plan.Drag), Cancellation);

    /// <summary>Round by round, dialect by dialect; each round begins with another one, so that none has always the same neighbour.</summary>
    public void Interleave(int rounds, Action<Dialect, int> run) => Interleave(Dialects, rounds, run);

    public void Interleave(Dialect[] dialects, int rounds, Action<Dialect, int> run)
    {
        for (var round = 0; round < rounds; round++)
        {
            for (var index = 0; index < dialects.Length; index++)
            {
                Cancellation.ThrowIfCancellationRequested();
                run(dialects[(index + round) % dialects.Length], round);
            }
        }
    }
}
