using System.Net.Sockets;
using MultiTransport.Testing;
using MultiTransport.Trust.Ground;
using MultiTransport.Trust.Server;

namespace MultiTransport.Trust.Attacks.Slow;

/// <summary>Connections that are kept busy with a byte a second, as many as 1,000 at a time, until the server ends them or the time is over.</summary>
internal static class Drip
{
    private const int MostAtOnce = 1_000;

    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    public static Task RunAsync(Battle battle, Func<AttackedServer, Task<RawHttp>> begin) =>
        battle.RunAsync(Math.Min(MostAtOnce, battle.Effort.Count), async _ => battle.Answers.Add(await OneAsync(battle, begin)));

    private static async Task<string> OneAsync(Battle battle, Func<AttackedServer, Task<RawHttp>> begin)
    {
        try
        {
            await using var raw = await begin(battle.Server);
            var answer = raw.ReadRawAsync();
            while (!battle.Over.IsCancellationRequested)
            {
                await Task.WhenAny(answer, Task.Delay(_pause, battle.Over));
                if (answer.IsCompleted)
                {
                    var bytes = await answer;
                    return bytes.Length > 12 ? $"{System.Text.Encoding.ASCII.GetString(bytes, 9, 3)}, ended by the server" : "ended by the server";
                }

                await raw.SendAsync("x");
            }

            raw.Reset();
            await answer;
            return "held until the end";
        }
        catch (Exception fault) when (fault is IOException or SocketException or ObjectDisposedException)
        {
            return "ended by the server";
        }
    }
}
