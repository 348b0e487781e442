using MultiTransport.Chaos.Checks;
using MultiTransport.Testing;

namespace MultiTransport.Chaos.Lanes;

/// <summary>A session of the client that was written from the contract alone and judges the server. Of its lives every third ends without a farewell.</summary>
internal sealed class TortureLane(World world, int number, int seed) : Lane(world, number, seed)
{
    private const int MostPending = 100;

    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(300);

    private static readonly ProtocolClientOptions Options = new()
    {
        ReconnectDelay = TimeSpan.FromMilliseconds(100),
        PollInterval = TimeSpan.FromMilliseconds(500),
        MaxFailures = 100_000,
    };

    public override string Role => "judging client";

    protected override TimeSpan? Life => Between(5, 60);

    protected override async Task LiveAsync(LaneLife life, CancellationToken stop)
    {
        await using var client = await ProtocolClient.NegotiateAsync(World.SdkAddress(Number), Options, CancellationToken.None);
        var vanishes = !stop.IsCancellationRequested && Random.Next(3) == 0;
        var receiving = ReceiveAsync(client, life);
        await AttachAsync(client);
        var roaming = RoamAsync(client, stop);
        while (await World.Tide.PauseAsync(Between(0.2, 2), stop) && !client.Over.IsCompleted)
        {
            var sent = WatchAsync(client, life, ParcelKind.Message);
            if (life.Pending > MostPending)
            {
                await Task.WhenAny(sent, client.Over);
            }
        }

        await roaming;
        if (vanishes)
        {
            World.Faults.Add("client vanished");
        }
        else
        {
            await AttachAsync(client);
            _ = WatchAsync(client, life, ParcelKind.Finish);
            if (!await SettleAsync(life, client.Over) && client.Over.IsCompleted)
            {
                Broke(life, $"the session ended: {(await client.Over).Message}; {client}");
            }

            await client.CloseAsync();
        }

        foreach (var violation in client.Violations)
        {
            World.Wrongs.Add(WrongKind.Contract, $"{life.Name}: {violation}");
        }

        await client.DisposeAsync();
        await receiving;
    }

    private async Task WatchAsync(ProtocolClient client, LaneLife life, ParcelKind kind)
    {
        life.Began();
        World.Messages.Add("sent");
        try
        {
            await client.Post(life.Next(kind, Random)).Handled;
            World.Messages.Add("acknowledged");
        }
        catch (SessionEndedException)
        {
            // told by the end of the session, or the client vanished
        }
        finally
        {
            life.Ended();
        }
    }

    private static async Task ReceiveAsync(ProtocolClient client, LaneLife life)
    {
        await foreach (var message in client.ReadAllAsync())
        {
            life.Take(message.Bytes);
        }
    }

    private async Task RoamAsync(ProtocolClient client, CancellationToken stop)
    {
        while (await World.Tide.PauseAsync(Between(1, 8), stop))
        {
            await SwitchAsync(client);
        }
    }

    /// <summary>Until a transport is there: this client climbs only where it is told to.</summary>
    private async Task AttachAsync(ProtocolClient client)
    {
        while (!client.Over.IsCompleted && !await SwitchAsync(client))
        {
            await RestAsync(AfterFault);
        }
    }

    private async Task<bool> SwitchAsync(ProtocolClient client)
    {
        try
        {
            await client.UseAsync(TransportName.All[Random.Next(TransportName.All.Count)], viaPromote: Random.Next(2) == 0);
            World.Faults.Add("switched");
            return true;
        }
        catch (Exception error) when (error is TransportFailedException or SessionEndedException)
        {
            World.Faults.Add("switch in vain");
            return false;
        }
    }
}
