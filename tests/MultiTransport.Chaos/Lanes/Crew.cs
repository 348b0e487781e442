namespace MultiTransport.Chaos.Lanes;

/// <summary>Who takes part: of every 20 lanes 12 have the .NET client in its habits, two the judging one, and six no client at all; one lane in 50 floods.</summary>
internal static class Crew
{
    private const int OneFloodsIn = 50;
    private const int FloodsAt = 11;

    public static IReadOnlyList<Lane> Of(World world, int sessions, int seed) => [.. Enumerable.Range(0, sessions).Select(i => Lane(world, i, seed))];

    private static Lane Lane(World world, int number, int seed) => (number % 20) switch
    {
        _ when number % OneFloodsIn == FloodsAt => new SdkLane(world, number, seed, Habit.Flooder),
        < 12 and var place => new SdkLane(world, number, seed, Habit.Table[(place + (number / 20)) % Habit.Table.Count]),
        12 or 13 => new TortureLane(world, number, seed),
        14 or 15 => new EventSourceLane(world, number, seed),
        16 => new JsonLinesLane(world, number, seed),
        17 => new PollLane(world, number, seed, holds: true),
        18 => new PollLane(world, number, seed, holds: false),
        _ => new BareSocketLane(world, number, seed),
    };
}
