using Chat.Storage;
using Chat.Sync;

namespace Chat.Live;

/// <summary>Who is there: a user with an open session, which outlives short cuts and changes of transport by itself. Who closes a page and opens another has not been away.</summary>
internal sealed class Presence(Crowd crowd, Database database, TimeProvider time)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, int> _devices = [];
    private readonly HashSet<long> _told = [];

    public void Came(long user)
    {
        lock (_gate)
        {
            _devices[user] = _devices.GetValueOrDefault(user) + 1;
        }

        Tell(user);
    }

    public async Task WentAsync(long user)
    {
        lock (_gate)
        {
            if (--_devices[user] > 0)
            {
                return;
            }

            _devices.Remove(user);
        }

        await Task.Delay(Grace, time);
        Tell(user);
    }

    public IReadOnlyList<long> OnlineOf(IEnumerable<long> users)
    {
        lock (_gate)
        {
            return [.. users.Where(_devices.ContainsKey)];
        }
    }

    /// <summary>Tells those who are in a room with him, where it is not what they were told last.</summary>
    private void Tell(long user)
    {
        bool isOnline;
        lock (_gate)
        {
            isOnline = _devices.ContainsKey(user);
            if (isOnline ? !_told.Add(user) : !_told.Remove(user))
            {
                return;
            }
        }

        crowd.Tell(database.Read(connection => Syncing.Neighbours(connection, user)), new { presence = new { user, isOnline } });
    }
}
