namespace MultiTransport.Conformance.Runtimes;

/// <summary>What of a client is still there, as far as its runtime can tell.</summary>
internal sealed record Leftovers(IReadOnlyList<string> Timers, IReadOnlyList<string> Sockets, IReadOnlyList<string> Requests, IReadOnlyList<string> Listeners)
{
    public static Leftovers None { get; } = new([], [], [], []);

    public bool IsEmpty => Timers.Count + Sockets.Count + Requests.Count + Listeners.Count == 0;

    public override string ToString() =>
        $"timers [{string.Join(", ", Timers)}], sockets [{string.Join(", ", Sockets)}], requests [{string.Join(", ", Requests)}], listeners [{string.Join(", ", Listeners)}]";
}
