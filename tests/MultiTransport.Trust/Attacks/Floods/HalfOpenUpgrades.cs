using System.Net.Sockets;
using MultiTransport.Testing;
using MultiTransport.Trust.Ground;

namespace MultiTransport.Trust.Attacks.Floods;

/// <summary>WebSockets of the SDK's path that never attach; more of them than may wait at a time.</summary>
internal sealed class HalfOpenUpgrades : IAttack
{
    private const int Lanes = 1_500;

    public string Name => "half-open-upgrades";

    public string Idea => "WebSockets that never attach, 1,500 at a time";

    public Task RunAsync(Battle battle) => battle.RunAsync(Math.Min(Lanes, battle.Effort.Count), async _ => battle.Answers.Add(await OneAsync(battle)));

    private static async Task<string> OneAsync(Battle battle)
    {
        try
        {
            await using var socket = await RawWebSocket.ConnectAsync(new Uri($"{battle.Server.Echo}/ws"), "multitransport.v1");
            if (!socket.Accepted)
            {
                return $"{socket.Handshake.StatusCode}";
            }

            while (await socket.ReadMessageAsync(battle.Over) is { } came)
            {
                if (came.Opcode == RawWebSocketOpcode.Close)
                {
                    return WireCode.Name((came.Payload[0] << 8) | came.Payload[1]);
                }
            }

            return Call.Cut;
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            return Call.Cut;
        }
        catch (OperationCanceledException)
        {
            return "waits until the end";
        }
    }
}
