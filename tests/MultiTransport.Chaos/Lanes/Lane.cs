using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using MultiTransport.Chaos.Checks;

namespace MultiTransport.Chaos.Lanes;

/// <summary>One client of the run: lives session after session until it is stopped, and each of them ends with a comparison of both ends.</summary>
internal abstract class Lane(World world, int number, int seed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    private LaneLife? _life;
    private int _lives;

    /// <summary>What kind it is, for the report.</summary>
    public abstract string Role { get; }

    public bool IsQuiet => _life is not { } life || life.IsQuiet;

    protected World World => world;

    protected int Number => number;

    protected Random Random { get; } = new(unchecked((seed * 7919) + number));

    /// <summary>How long a session lives; null for the whole run.</summary>
    protected virtual TimeSpan? Life => null;

    public async Task RunAsync(CancellationToken stop)
    {
        await Task.Yield();
        while (!stop.IsCancellationRequested)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
            if (Life is { } time)
            {
                end.CancelAfter(time);
            }

            var life = _life = new LaneLife(world, number, ++_lives);
            try
            {
                await LiveAsync(life, end.Token);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                world.Wrongs.Add(WrongKind.Broken, $"{Role} {life.Name}: {error}");
                await World.Tide.PauseAsync(AfterFault, stop);
            }

            _life = null;
        }
    }

    protected static bool IsCut(Exception error) => error is HttpRequestException or IOException or SocketException or WebSocketException
        or OperationCanceledException or ObjectDisposedException or JsonException or InvalidOperationException;

    /// <summary>One session. It sends until it is told to stop, then finishes.</summary>
    protected abstract Task LiveAsync(LaneLife life, CancellationToken stop);

    /// <summary>A pause that nothing shortens: between two polls, or after a fault.</summary>
    protected static Task RestAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);

    /// <summary>Near ones more often than far ones.</summary>
    protected TimeSpan Between(double nearest, double farthest) => TimeSpan.FromSeconds(nearest * Math.Pow(farthest / nearest, Random.NextDouble()));

    /// <summary>Waits for the server's last message, and compares; false where the session ended before.</summary>
    protected async Task<bool> SettleAsync(LaneLife life, Task over)
    {
        try
        {
            await Task.WhenAny(life.Finished, over).WaitAsync(Patience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            world.Wrongs.Add(WrongKind.Stuck, $"{Role} {life.Name}: the server's last message did not come in {Patience}; {life.Pending} sends without an outcome");
            return false;
        }

        if (!life.Finished.IsCompleted)
        {
            return false;
        }

        life.Settle(await life.Finished);
        return true;
    }

    protected void Broke(LaneLife life, string how) => world.Wrongs.Add(WrongKind.Broken, $"{Role} {life.Name}: {how}");
}
