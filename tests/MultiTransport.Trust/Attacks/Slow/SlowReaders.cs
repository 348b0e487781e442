using System.Net.Sockets;
using MultiTransport.Testing;
using MultiTransport.Trust.Ground;

namespace MultiTransport.Trust.Attacks.Slow;

/// <summary>WebSockets that send what is echoed and read none of it, as much as the server takes.</summary>
internal sealed class SlowReaders : IAttack
{
    private const int Lanes = 50;
    private const int MostBytes = 64 * 1024 * 1024; // more than a session may hold, many times

    public string Name => "slow-readers";

    public string Idea => "WebSockets that send messages of 60 KB and read no echo";

    public Task RunAsync(Battle battle) => battle.RunAsync(Lanes, async _ => battle.Answers.Add(await OneAsync(battle)));

    private static async Task<string> OneAsync(Battle battle)
    {
        var sent = 0;
        try
        {
            await using var socket = await RawWebSocket.ConnectAsync(battle.Server.Echo);
            var frame = RawWebSocket.Encode(RawWebSocketOpcode.Text, [.. Enumerable.Repeat((byte)'x', 60_000)]);
            while (sent < MostBytes)
            {
                await socket.SendRawAsync(frame).WaitAsync(battle.Over);
                sent += frame.Length;
            }

            battle.Fault($"the server took {sent} bytes whose echo nobody read");
            return "took all";
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            return "ended by the server";
        }
        catch (OperationCanceledException)
        {
            return "takes no more";
        }
    }
}
