namespace MultiTransport.Client.Tests;

public sealed class SwitchTests
{
    [Fact]
    public async Task Use_EveryTransportInTurnUnderTraffic_LosesAndRepeatsNothing()
    {
        await using var rig = await Rig.StartAsync();
        await using var session = rig.Connect();
        using var stop = new CancellationTokenSource();
        var sent = 0;
        var sending = Task.Run(async () =>
        {
            for (; !stop.IsCancellationRequested; sent++)
            {
                await session.SendAsync($"{sent}");
            }
        });
        var received = 0;
        var receiving = Task.Run(async () =>
        {
            await foreach (var message in session)
            {
                Assert.True(message.Text == "end" || message.Text == $"{received}", $"{message.Text} came in place of {received}");
                if (message.Text == "end")
                {
                    return;
                }

                received++;
            }
        });
        string[] order = ["websocket", "sse", "longpoll", "stream", "shortpoll", "websocket", "longpoll", "sse", "websocket"];
        foreach (var transport in order)
        {
            await session.ReachAsync(transport);
            var before = Volatile.Read(ref received);
            for (var looks = 0; Volatile.Read(ref received) < before + 5 && !receiving.IsCompleted; looks++)
            {
                Assert.True(looks < 4000, $"Nothing comes on {transport}: {Dump(session)} sent {sent} received {received} server {rig.Log.Texts.Count}\n{string.Join('\n', session.Attempts)}\n{string.Join('\n', rig.Proxy.Requests.TakeLast(12).Select(r => r.Path))}");
                await Task.Delay(5); // the traffic is what is waited for
            }
        }

        await stop.CancelAsync();
        await sending.WithTimeout();
        await session.SendAsync("end").WithTimeout();
        await receiving.WithTimeout();

        Assert.Equal(Enumerable.Range(0, sent).Select(number => $"{number}").Append("end"), rig.Log.Texts);
        Assert.Equal(sent, received);
    }

    private static string Dump(ClientSession session)
    {
        var core = (SessionCore)typeof(ClientSession).GetField("_core", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!.GetValue(session)!;
        return $"{session.State} {session.Transport} acked {core.Outbox.Acked} known {core.Outbox.Known} written {core.Outbox.Written} count {core.Outbox.Count} busy {core.Sender.IsBusy} settling {core.Board.IsSettling} active {core.Board.Active} up {core.Board.Active?.CarriesUp} poller {core.Board.Poller?.IsPolling} take {core.Board.Poller?.WillTake} bearing {core.Board.Poller?.Bearing} mayPost {core.Uplink.MayPostMessages} renew {core.Renewer.IsBusy} rec {core.Inbox.Received} handled {core.Acks.Handled} news {core.Acks.HasNews} rtt {session.Rtt}";
    }
}
