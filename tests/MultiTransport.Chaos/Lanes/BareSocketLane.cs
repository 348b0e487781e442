using System.Net.WebSockets;
using MultiTransport.Chaos.Checks;
using MultiTransport.Testing;

namespace MultiTransport.Chaos.Lanes;

/// <summary>
/// <c>new WebSocket(url)</c>: at most once, so each connection is a life of its own. What comes is the beginning of what was sent, in order; what a cut takes is gone,
/// and a life that ends by itself is compared like every other.
/// </summary>
internal sealed class BareSocketLane(World world, int number, int seed) : Lane(world, number, seed)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(500);

    public override string Role => "bare WebSocket";

    protected override TimeSpan? Life => Between(5, 60);

    protected override async Task LiveAsync(LaneLife life, CancellationToken stop)
    {
        BareWebSocket socket;
        try
        {
            using var patience = new CancellationTokenSource(Silence);
            socket = await BareWebSocket.ConnectAsync(World.NativeAddress(Number), cancellationToken: patience.Token);
        }
        catch (Exception error) when (IsCut(error))
        {
            await RestAsync(AfterFault);
            return;
        }

        await using (socket)
        {
            var receiving = ReceiveAsync(socket, life);
            try
            {
                while (!receiving.IsCompleted && await World.Tide.PauseAsync(Between(0.3, 3), stop))
                {
                    await SendAsync(socket, life, ParcelKind.Message);
                }

                await SendAsync(socket, life, ParcelKind.Finish);
                if (await Task.WhenAny(life.Finished, receiving, Task.Delay(Silence, TimeProvider.System, CancellationToken.None)) == life.Finished)
                {
                    life.Settle(await life.Finished);
                    await socket.CloseAsync(cancellationToken: CancellationToken.None).WaitAsync(Silence, TimeProvider.System, CancellationToken.None);
                }
                else
                {
                    World.Faults.Add("bare WebSocket lost");
                }
            }
            catch (Exception error) when (IsCut(error))
            {
                World.Faults.Add("bare WebSocket lost");
            }

            socket.Cut();
            await receiving;
        }
    }

    private async Task SendAsync(BareWebSocket socket, LaneLife life, ParcelKind kind)
    {
        World.Messages.Add("sent at most once");
        await socket.SendAsync(life.Next(kind, Random));
    }

    private static async Task ReceiveAsync(BareWebSocket socket, LaneLife life)
    {
        try
        {
            while (await socket.ReadAsync() is { } message)
            {
                life.Take(message.Bytes);
            }
        }
        catch (Exception error) when (error is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            // closed or cut by this side
        }
    }
}
