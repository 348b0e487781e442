using System.Buffers.Binary;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Conformance.Scenarios;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Storms;

/// <summary>
/// One session of a public client through which both sides send numbered messages, while its connections are cut, its transport is changed, POSTs reach the
/// server twice and answers the client twice. Every message carries its own number, so that a lost, doubled or reordered one is seen at once where it arrives.
/// </summary>
internal sealed class ClientStorm(Stage stage, StormPlan plan, StormWeather weather)
{
    private readonly Random _random = new(weather.Seed);
    private readonly TaskCompletionSource _serverHasAll = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _serverGot;
    private int _cuts;
    private int _switches;
    private int _replays;
    private int _repeats;

    public async Task<ClientStormReport> RunAsync()
    {
        stage.Play.OnMessage = TakeAsync;
        var client = await stage.ConnectAsync(new ScenarioOptions { Listen = false, PollInterval = TimeSpan.FromMilliseconds(10) });
        await client.UntilStateAsync("open");
        using var faults = stage.Proxy.Add(
            new Replayed(new ReplayPlan { Moment = ReplayMoment.Together, Where = request => Chance(request, ref _replays) }),
            new Replayed(new ReplayPlan { Moment = ReplayMoment.AfterResponse, Answer = ReplayAnswer.Copy, Where = request => Chance(request, ref _replays) }),
            new AnswerRepeated { Where = request => Chance(request, ref _repeats) });
        using var stop = new CancellationTokenSource();
        var storm = client.StormAsync(plan);
        var down = SendDownAsync(stage.Server.Sessions.Single());
        var disturbing = Task.WhenAll(CutAsync(stop.Token), SwitchAsync(client, stop.Token));

        var work = Task.WhenAll(storm, down, _serverHasAll.Task);
        await Task.WhenAny(work, disturbing, FailedAsync(storm)).WithTimeout(weather.Patience);
        await stop.CancelAsync();
        if (storm.IsCompletedSuccessfully && (await storm).Wrong is { } wrong)
        {
            throw new InvalidOperationException($"seed {weather.Seed}: {wrong}; the server got {_serverGot}");
        }

        await work.WithTimeout();
        await disturbing.WithTimeout();
        return new ClientStormReport(stage.Runtime.Name, weather.Seed, plan.Count, _cuts, _switches, _replays, _repeats, await storm);
    }

    private static async Task FailedAsync(Task<StormOutcome> storm)
    {
        var outcome = await storm;
        if (outcome.Wrong is null)
        {
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
        }
    }

    private static byte[] Payload(int number)
    {
        var payload = new byte[number % 499 == 0 ? 40_000 : 8];
        BinaryPrimitives.WriteInt32BigEndian(payload, number);
        return payload;
    }

    private ValueTask TakeAsync(Session session, Message message)
    {
        var number = BinaryPrimitives.ReadInt32BigEndian(message.Payload.Span);
        if (number != _serverGot + 1)
        {
            _serverHasAll.TrySetException(new InvalidOperationException($"seed {weather.Seed}: the server got {number} after {_serverGot}"));
        }

        _serverGot = number;
        if (number == plan.Count)
        {
            _serverHasAll.TrySetResult();
        }

        return ValueTask.CompletedTask;
    }

    private async Task SendDownAsync(Session session)
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 1; i <= plan.Count; i++)
        {
            await session.SendAsync(Payload(i));
            var ahead = TimeSpan.FromSeconds((double)i / plan.PerSecond) - TimeProvider.System.GetElapsedTime(start);
            if (i % 20 == 0 && ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead, TimeProvider.System);
            }
        }
    }

    /// <summary>Cuts near and far, by the logarithm.</summary>
    private async Task CutAsync(CancellationToken stop)
    {
        while (await PauseAsync(Pause(), stop))
        {
            stage.Proxy.CutAll(_cuts % 2 == 0 ? CutKind.Reset : CutKind.Finish);
            _cuts++;
        }
    }

    /// <summary>Moves to the transport that carried least so far, or any other, and leaves it alone for a while, or until it is lost.</summary>
    private async Task SwitchAsync(IScenarioClient client, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var next = NextTransport((await client.LookAsync()).Counters);
            var seen = client.Events.All.Count;
            var use = client.UseAsync(next);
            await Task.WhenAny(use, PauseAsync(weather.Wait, stop));
            _switches++;
            if (use.IsCompletedSuccessfully)
            {
                var lost = client.Events.WhenAsync(one => one.Name == "transport" && one["from"] == next, after: seen);
                await Task.WhenAny(lost, PauseAsync(weather.Stay, stop));
            }
        }
    }

    private static async Task<bool> PauseAsync(TimeSpan time, CancellationToken stop)
    {
        try
        {
            await Task.Delay(time, TimeProvider.System, stop); // real time is the point here: cuts must fall anywhere in the traffic
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private TimeSpan Pause()
    {
        lock (_random)
        {
            return weather.NearestCut * Math.Pow(weather.FarthestCut / weather.NearestCut, _random.NextDouble());
        }
    }

    private string NextTransport(IReadOnlyDictionary<string, ScenarioCounters> counters)
    {
        lock (_random)
        {
            return _random.Next(6) == 0
                ? TransportName.All[_random.Next(TransportName.All.Count)]
                : TransportName.All.MinBy(name => counters.TryGetValue(name, out var row) ? Math.Min(row.Up, row.Down) : 0)!;
        }
    }

    private bool Chance(ProxiedRequest request, ref int count)
    {
        lock (_random)
        {
            if (!Requests.To("send", "poll")(request) || _random.Next(weather.OneIn) != 0)
            {
                return false;
            }

            count++;
            return true;
        }
    }
}
