using System.Text.Json;
using MultiTransport.Testing;

namespace MultiTransport.Trust.Probes;

/// <summary>The subcommand that the probes run as: in a process of their own, so that they measure the server and not how busy the attacker is.</summary>
internal static class ProbeCommand
{
    public const string Name = "probe";
    public const string Ready = "ready";
    public const string Take = "take";
    public const string Settle = "settle";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    /// <summary>Answers each line of the input with a line of JSON; ends with the input.</summary>
    public static async Task RunAsync(Uri echo, TextReader input, TextWriter output)
    {
        await using var socket = await ProbeSession.StartAsync(echo, TransportName.WebSocket);
        await using var poll = await ProbeSession.StartAsync(echo, TransportName.LongPoll);
        await output.WriteLineAsync(Ready);
        while (await input.ReadLineAsync() is { } asked)
        {
            if (asked == Settle)
            {
                await Task.WhenAll(socket.SettleAsync(_patience), poll.SettleAsync(_patience));
            }

            await output.WriteLineAsync(JsonSerializer.Serialize(new ProbeTold(
                socket.Take(), poll.Take(), socket.Sent + poll.Sent, socket.Returned + poll.Returned, [.. socket.Faults, .. poll.Faults], socket.Cuts + poll.Cuts)));
        }
    }
}
