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
            while (Volatile.Read(ref received) < before + 5 && !receiving.IsCompleted)
            {
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
}
