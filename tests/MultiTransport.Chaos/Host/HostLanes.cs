using System.Collections.Concurrent;
using MultiTransport.Chaos.Checks;

namespace MultiTransport.Chaos.Host;

/// <summary>The lanes whose sessions live, and what went wrong in all that ever did.</summary>
internal sealed class HostLanes
{
    private readonly ConcurrentDictionary<(int Lane, int Life), HostLane> _lanes = new();
    private readonly ConcurrentDictionary<string, long> _closes = new();
    private long _broadcasts;

    public Wrongs Wrongs { get; } = new();

    public int Count => _lanes.Count;

    /// <summary>Sessions that ended, by endpoint and the code that they were told.</summary>
    public IReadOnlyDictionary<string, long> Closes => new SortedDictionary<string, long>(_closes);

    public HostLane Begin(Session session, in Parcel first)
    {
        var lane = new HostLane(session, first.Lane, first.Life, Wrongs);
        if (!_lanes.TryAdd(lane.Key, lane))
        {
            Wrongs.Add(WrongKind.Broken, $"lane {first.Lane}.{first.Life} has a second session, {session}");
        }

        return lane;
    }

    public void End(HostLane? lane, string endpoint, string code)
    {
        _closes.AddOrUpdate($"{endpoint} {code}{(lane is null ? ", nothing sent" : "")}", 1, static (_, count) => count + 1);
        if (lane is not null)
        {
            _lanes.TryRemove(KeyValuePair.Create(lane.Key, lane));
        }
    }

    /// <summary>One message to all sessions of an endpoint, encoded once; how many took it.</summary>
    public int Broadcast(string endpoint, ReadOnlySpan<byte> body)
    {
        var bytes = Parcel.Write(ParcelKind.Broadcast, 0, 0, ++_broadcasts, body);
        var (message, hash) = (new SharedMessage(Message.FromBinary(bytes)), Parcel.HashIn(bytes));
        return _lanes.Values.Count(lane => lane.Session.Endpoint == endpoint && lane.TryBroadcast(message, hash));
    }
}
