namespace MultiTransport.Conformance.Runtimes;

/// <summary>What of a client is still there, as far as its runtime can tell.</summary>
internal sealed record Leftovers(IReadOnlyList<string> Timers, IReadOnlyList<string> Sockets, IReadOnlyList<string> Requests, IReadOnlyList<string> Listeners)
{
    public static Leftovers None { get; } = new([], [], [], []);

    public bool IsEmpty => Timers.Count + Sockets.Count + Requests.Count + Listeners.Count == 0;

    /// <summary>Less what was there before.</summary>
    public Leftovers Without(Leftovers before) => new(
        Less(Timers, before.Timers), Less(Sockets, before.Sockets), Less(Requests, before.Requests), Less(Listeners, before.Listeners));

    public override string ToString() =>
        $"timers [{string.Join(", ", Timers)}], sockets [{string.Join(", ", Sockets)}], requests [{string.Join(", ", Requests)}], listeners [{string.Join(", ", Listeners)}]";

    private static string[] Less(IReadOnlyList<string> all, IReadOnlyList<string> before)
    {
        var left = all.ToList();
        foreach (var one in before)
        {
            left.Remove(one);
        }

        return [.. left];
    }
}
