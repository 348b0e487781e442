using MultiTransport.Protocol;

namespace MultiTransport.Chaos.Lanes;

/// <summary>How a lane with the .NET client behaves.</summary>
internal sealed record Habit(string Role)
{
    private static readonly string[] All =
        [TransportNames.WebSocket, TransportNames.ServerSentEvents, TransportNames.Streaming, TransportNames.LongPolling, TransportNames.ShortPolling];

    public IReadOnlyList<string> Transports { get; init; } = All;

    /// <summary>Moves to another transport every few seconds.</summary>
    public bool Roams { get; init; }

    /// <summary>Stops reading for seconds, while what it sends in a burst is echoed.</summary>
    public bool ReadsSlowly { get; init; }

    /// <summary>Sends as fast as it can until it is refused.</summary>
    public bool Floods { get; init; }

    /// <summary>Begins sessions and says farewell, again and again.</summary>
    public bool ComesAndGoes { get; init; }

    public static IReadOnlyList<Habit> Table { get; } =
    [
        new("free"),
        new("roaming") { Roams = true },
        .. All.Select(static name => new Habit($"only {name}") { Transports = [name] }),
        new("slow reader") { ReadsSlowly = true, Roams = true },
        new("coming and going") { ComesAndGoes = true },
    ];

    public static Habit Flooder { get; } = new("flooding") { Floods = true };
}
