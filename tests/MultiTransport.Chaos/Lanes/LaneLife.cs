using MultiTransport.Chaos.Checks;

namespace MultiTransport.Chaos.Lanes;

/// <summary>One session of a lane, from its first parcel to the comparison at its end. One thread sends, another receives.</summary>
internal sealed class LaneLife(World world, int lane, int life)
{
    private const int RareLong = 400;
    private const int Long = 40_000; // travels in fragments
    private const int Short = 160;

    private readonly Ledger _echoes = new($"lane {lane}.{life} echoes", world.Wrongs);
    private readonly Ledger _broadcasts = new($"lane {lane}.{life} broadcasts", world.Wrongs, sparse: true);
    private readonly TaskCompletionSource<Closing> _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Tally _sent;
    private long _echoesDue;
    private long _pending;
    private long _surplus;
    private long _refused;

    public string Name => $"lane {lane}.{life}";

    /// <summary>Completes with the server's last message.</summary>
    public Task<Closing> Finished => _finished.Task;

    /// <summary>Sends without an outcome.</summary>
    public long Pending => Interlocked.Read(ref _pending);

    public long LastNumber => _sent.Count;

    public bool IsQuiet => Pending == 0 && Volatile.Read(ref _echoesDue) <= _echoes.Last;

    /// <summary>The next parcel up, which must be sent now.</summary>
    public byte[] Next(ParcelKind kind, Random random)
    {
        if (kind == ParcelKind.Surplus)
        {
            return Parcel.Write(kind, lane, life, 0, []);
        }

        var body = new byte[random.Next(RareLong) == 0 ? Long : random.Next(8, Short)];
        random.NextBytes(body);
        var bytes = Parcel.Write(kind, lane, life, _sent.Count + 1, body);
        _sent = _sent.Add(Parcel.HashIn(bytes));
        if (kind is ParcelKind.Message or ParcelKind.Stick)
        {
            Interlocked.Increment(ref _echoesDue);
        }

        return bytes;
    }

    public void Began() => Interlocked.Increment(ref _pending);

    public void Ended() => Interlocked.Decrement(ref _pending);

    /// <summary>The sender was told that this one will not be handled: the server's number stays empty, and nothing comes back.</summary>
    public void Refused(ParcelKind kind)
    {
        Interlocked.Increment(ref _refused);
        if (kind is ParcelKind.Message or ParcelKind.Stick)
        {
            Interlocked.Decrement(ref _echoesDue);
        }

        world.Wrongs.Add(WrongKind.Lost, $"{Name} up: one was refused, which its sender was told", -1); // the server's ledger counts it
    }

    public void SurplusTaken() => Interlocked.Increment(ref _surplus);

    public void Take(ReadOnlyMemory<byte> bytes)
    {
        if (Parcel.Read(bytes) is not { } parcel)
        {
            world.Wrongs.Add(WrongKind.Changed, $"{Name} down: {bytes.Length} bytes that are no parcel any more");
            return;
        }

        if (parcel.Kind != ParcelKind.Broadcast && (parcel.Lane != lane || parcel.Life != life))
        {
            world.Wrongs.Add(WrongKind.Changed, $"{Name} down: a message of lane {parcel.Lane}.{parcel.Life}");
        }

        world.Messages.Add($"{parcel.Kind} received");
        switch (parcel.Kind)
        {
            case ParcelKind.Echo:
                _echoes.Take(parcel.Number, parcel.Hash);
                break;
            case ParcelKind.Broadcast:
                _broadcasts.Take(parcel.Number, parcel.Hash);
                break;
            case ParcelKind.Finished when !_finished.TrySetResult(Closing.Parse(parcel.Body.Span)):
                world.Wrongs.Add(WrongKind.Doubled, $"{Name}: the last message came again");
                break;
        }
    }

    /// <summary>The server said that these messages of the session are lost; natives get nothing but echoes, so their numbers are the same.</summary>
    public void Excuse(long from, long to) => _echoes.Excuse(from, to);

    /// <summary>Compares both ends.</summary>
    public void Settle(Closing closing)
    {
        _echoes.Close(closing.Echoes);
        _broadcasts.Close(closing.Broadcasts);
        var due = _sent.Count - _refused;
        if (closing.Taken.Count != due)
        {
            var lost = due - closing.Taken.Count;
            world.Wrongs.Add(lost > 0 ? WrongKind.Lost : WrongKind.Doubled, $"{Name} up: {due} sent, {closing.Taken.Count} taken", Math.Abs(lost));
        }
        else if (_refused == 0 && closing.Taken != _sent)
        {
            world.Wrongs.Add(WrongKind.Changed, $"{Name} up: as many taken as were sent, {_sent.Count}, but not the same ones");
        }

        if (closing.Surplus != _surplus)
        {
            world.Wrongs.Add(closing.Surplus < _surplus ? WrongKind.Lost : WrongKind.Doubled, $"{Name}: {_surplus} of a flood acknowledged, {closing.Surplus} taken", Math.Abs(closing.Surplus - _surplus));
        }

        world.Messages.Add("gaps told", _echoes.Told);
        world.Messages.Add("lives settled");
    }
}
