namespace MultiTransport.Benchmarks.Compare.Work;

/// <summary>All work that there is.</summary>
internal static class Catalog
{
    public static readonly IWork[] All =
    [
        new EchoWork(1),
        new EchoWork(50),
        new FanOutWork(1000, isBatched: false),
        new FanOutWork(1000, isBatched: true),
        new FanOutWork(5000, isBatched: false),
        new FanOutWork(5000, isBatched: true),
        new OpeningWork(),
        new IdleWork(10_000),
    ];

    public static IWork Named(string name) => All.FirstOrDefault(work => work.Name == name)
        ?? throw new FormatException($"there is no work '{name}'; accepted: {string.Join(", ", All.Select(work => work.Name))}");
}
