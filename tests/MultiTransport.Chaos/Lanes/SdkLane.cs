using MultiTransport.Chaos.Checks;
using MultiTransport.Chaos.Runs;
using MultiTransport.Client;

namespace MultiTransport.Chaos.Lanes;

/// <summary>A session of the .NET client: nothing may be lost, doubled or out of order, and the session itself may not be lost either.</summary>
internal sealed class SdkLane(World world, int number, int seed, Habit habit) : Lane(world, number, seed)
{
    private const int MostPending = 200;
    private const int Burst = 1_200; // more than the server's log and inbox hold together
    private const int Flood = 6_000; // more than the client's queue holds
    private const int ReadsBetweenPauses = 400;

    private ClientSession? _session;

    public override string Role => habit.Role;

    /// <summary>On which transport its session is now.</summary>
    public string? Transport => _session?.Transport;

    protected override TimeSpan? Life => habit.ComesAndGoes ? Between(2, 30) : null;

    protected override async Task LiveAsync(LaneLife life, CancellationToken stop)
    {
        await using var session = _session = ClientSession.Connect(World.SdkAddress(Number), new ClientSessionOptions
        {
            Transports = habit.Transports,
            ConnectTimeout = TimeSpan.FromMinutes(5),
            Verdicts = null,
        });
        session.GapReceived += (_, gap) => Broke(life, $"a gap from {gap.From} to {gap.To}, session lost: {gap.Session}");
        var receiving = ReceiveAsync(session, life);
        var roaming = habit.Roams ? RoamAsync(session, stop) : Task.CompletedTask;
        await SendAsync(session, life, stop);
        await roaming;

        _ = Watch(session, life, ParcelKind.Finish);
        if (!await SettleAsync(life, session.Closed) && session.Closed.IsCompleted)
        {
            Broke(life, $"the session ended: {await session.Closed}");
        }

        foreach (var (transport, count) in session.Counters)
        {
            World.Carried.Add($"{transport} up", count.Up);
            World.Carried.Add($"{transport} down", count.Down);
            World.Carried.Add($"{transport} taken", count.Taken);
        }

        await session.CloseAsync("farewell", CancellationToken.None);
        await receiving;
    }

    private async Task SendAsync(ClientSession session, LaneLife life, CancellationToken stop)
    {
        while (await World.Tide.PauseAsync(habit.Floods || habit.ReadsSlowly ? Between(5, 30) : Between(0.3, 4), stop))
        {
            if (habit.Floods)
            {
                await FloodAsync(session, life);
                continue;
            }

            for (var left = habit.ReadsSlowly ? Burst : 1; left > 0 && !session.Closed.IsCompleted; left--)
            {
                var sent = Watch(session, life, Random.Next(120) switch { 0 when left == 1 => ParcelKind.Throw, 1 when left == 1 => ParcelKind.Stick, _ => ParcelKind.Message });
                if (life.Pending > MostPending && !habit.ReadsSlowly)
                {
                    await Task.WhenAny(sent, session.Closed);
                }
            }

            if (session.Closed.IsCompleted)
            {
                return;
            }
        }
    }

    private Task Watch(ClientSession session, LaneLife life, ParcelKind kind)
    {
        life.Began();
        World.Messages.Add("sent");
        return OutcomeAsync(session.SendAsync(life.Next(kind, Random)), life, kind);
    }

    private async Task OutcomeAsync(Task sent, LaneLife life, ParcelKind kind)
    {
        try
        {
            await sent;
            World.Messages.Add("acknowledged");
            if (kind == ParcelKind.Stick)
            {
                World.Faults.Add("handler stuck");
            }
            else if (kind == ParcelKind.Throw)
            {
                Broke(life, "a handler threw, and the send did not fail");
            }
        }
        catch (SessionException fault) when (kind == ParcelKind.Throw && fault.Code == "handler-failed")
        {
            World.Messages.Add("acknowledged");
            World.Faults.Add("handler threw");
        }
        catch (SessionException fault) when (fault.Code == "blocked" && kind != ParcelKind.Finish)
        {
            life.Refused(kind); // cuts that hit one message again and again pass for a filter that refuses it
            World.Messages.Add(Verdict.Refused);
        }
        catch (SessionException fault)
        {
            Broke(life, $"a send failed: {fault.Code} {fault.Message}");
        }
        finally
        {
            life.Ended();
        }
    }

    /// <summary>As many as the queue refuses; what it took must all arrive.</summary>
    private async Task FloodAsync(ClientSession session, LaneLife life)
    {
        var all = new List<Task>(Flood);
        for (var i = 0; i < Flood; i++)
        {
            life.Began();
            all.Add(SurplusAsync(session, life));
        }

        await Task.WhenAll(all);
        World.Faults.Add("flood");
    }

    private async Task SurplusAsync(ClientSession session, LaneLife life)
    {
        try
        {
            await session.SendAsync(life.Next(ParcelKind.Surplus, Random));
            life.SurplusTaken();
            World.Messages.Add("flood taken");
        }
        catch (SessionException fault) when (fault.Code == "queue-full")
        {
            World.Messages.Add("flood refused");
        }
        catch (SessionException fault)
        {
            Broke(life, $"a send of a flood failed: {fault.Code} {fault.Message}");
        }
        finally
        {
            life.Ended();
        }
    }

    private async Task ReceiveAsync(ClientSession session, LaneLife life)
    {
        var count = 0;
        await foreach (var message in session)
        {
            life.Take(message.Data);
            if (habit.ReadsSlowly && ++count % ReadsBetweenPauses == 0)
            {
                World.Faults.Add("reader paused");
                await World.Tide.DawdleAsync(Between(1, 8));
            }
        }
    }

    private async Task RoamAsync(ClientSession session, CancellationToken stop)
    {
        while (await World.Tide.PauseAsync(Between(1, 10), stop))
        {
            var next = habit.Transports[Random.Next(habit.Transports.Count)];
            try
            {
                await session.UseAsync(next, stop).WaitAsync(Between(2, 10), TimeProvider.System, stop);
                World.Faults.Add("switched");
            }
            catch (Exception error) when (error is SessionException or TimeoutException or OperationCanceledException)
            {
                World.Faults.Add("switch in vain");
            }
        }

        _ = session.UseAsync(null, CancellationToken.None); // whatever works, for the farewell
    }
}
