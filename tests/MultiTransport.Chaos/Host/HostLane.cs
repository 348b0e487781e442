using MultiTransport.Chaos.Checks;

namespace MultiTransport.Chaos.Host;

/// <summary>One life of a lane, as the server sees it. Messages come one at a time; broadcasts come beside them, under <see cref="_gate"/>.</summary>
internal sealed class HostLane(Session session, int number, int life, Wrongs wrongs)
{
    private readonly Lock _gate = new();
    private readonly Ledger _up = new($"lane {number}.{life} up", wrongs);
    private Tally _echoes;
    private Tally _broadcasts;
    private long _surplus;
    private bool _isFinished;

    public Session Session => session;

    public (int Lane, int Life) Key => (number, life);

    public void Take(in Parcel parcel)
    {
        if (parcel.Kind == ParcelKind.Surplus)
        {
            _surplus++;
            return;
        }

        _up.Take(parcel.Number, parcel.Hash);
        if (parcel.Lane != number || parcel.Life != life)
        {
            wrongs.Add(WrongKind.Changed, $"lane {number}.{life} up: a message of lane {parcel.Lane}.{parcel.Life}");
        }
    }

    public byte[] Echo(in Parcel parcel)
    {
        var bytes = Parcel.Write(ParcelKind.Echo, number, life, _echoes.Count + 1, parcel.Body.Span);
        _echoes = _echoes.Add(Parcel.HashIn(bytes));
        return bytes;
    }

    public byte[] Finish()
    {
        lock (_gate)
        {
            _isFinished = true;
            return Parcel.Write(ParcelKind.Finished, number, life, 0, new Closing(_echoes, _broadcasts, _up.Tally, _surplus).ToBytes());
        }
    }

    /// <summary>Sends it where there is room; a full log is not waited for, and the tally says so.</summary>
    public bool TryBroadcast(SharedMessage message, ulong hash)
    {
        lock (_gate)
        {
            if (_isFinished || !session.TrySend(message))
            {
                return false;
            }

            _broadcasts = _broadcasts.Add(hash);
            return true;
        }
    }
}
