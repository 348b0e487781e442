using Microsoft.Extensions.DependencyInjection;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>One client in one network: some sessions up to their first echo, the last of them up to the best transport.</summary>
internal sealed class FaultRun(IClientRuntime client, NamedFault fault)
{
    private const int Sessions = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60); // verdicts may have to run out

    private readonly List<double> _echoes = [];
    private readonly List<double> _webSockets = [];
    private int _exchanges;

    /// <summary>Whether it mostly waits, for a slow line or for a back-off: timing it needs no quiet.</summary>
    public bool IsSlow { get; } =
        fault.Name is "phone" or "satellite" or "modem" or "slow-loris" || fault.Name.StartsWith("posts-", StringComparison.Ordinal) || !fault.HttpAnswers;

    /// <summary>These end every connection after more than 5 s: the best is taken again each time, and nothing is given up.</summary>
    private bool IsRestless => fault.Name is "idle-4s" or "origin-timeout-8s" or "lifetime-8s" or "connections-killed-after-6s";

    /// <summary>A short one, so that what falls silent is found out soon; but that of the defaults where what says nothing for less is ended.</summary>
    private TimeSpan Heartbeat => fault.Name switch
    {
        "swallowed-later" => TimeSpan.FromSeconds(1), // after so many frames
        "origin-timeout-8s" => TimeSpan.FromSeconds(15),
        _ when fault.Name.StartsWith("idle-", StringComparison.Ordinal) => TimeSpan.FromSeconds(15),
        _ => TimeSpan.FromSeconds(3),
    };

    public async Task<FirstEcho> RunAsync(Action timed)
    {
        var isTimed = false;
        var stage = await Stage.BesideAsync(client, new ScenarioSetup { Options = options => options.Heartbeat = Heartbeat, Services = Forgetful });
        try
        {
            if (fault.BestTransport is null)
            {
                return await RefusedAsync(stage);
            }

            await client.CalmSocketsAsync();
            var last = await EchoesAsync(stage, fault.HttpAnswers ? Sessions : 1);
            isTimed = true;
            timed();
            var settled = fault.Name == "slow-loris" ? 0 : await SettleAsync(last); // what a browser's headers take there is over every limit
            await last.CloseAsync().WithTimeout();
            return Result(fault.BestTransport, settled);
        }
        catch (Exception wrong)
        {
            throw new ScenarioFailedException($"{wrong.Message}{Environment.NewLine}{await stage.TellAsync()}", wrong);
        }
        finally
        {
            if (!isTimed)
            {
                timed();
            }

            await stage.EndAsync();
        }
    }

    /// <summary>What a client finds out alone is looked at here: a server that learns would tell it.</summary>
    private static void Forgetful(IServiceCollection services) => services.Configure<MultiTransportServerOptions>(static server => server.Networks.Learn = false);

    /// <summary>The network gets better by itself, and nobody tells the client.</summary>
    public async Task ReturnAsync()
    {
        var stage = await Stage.BesideAsync(client, new ScenarioSetup());
        try
        {
            fault.Apply(stage.Proxy);
            var session = await stage.ConnectAsync();
            await session.UntilAttemptAsync(static attempt => attempt is { Transport: "websocket", Verdict: "failed" });
            stage.Proxy.Faults = [];
            await session.Events.WhenAsync(static one => one.Name == "transport" && one["to"] == "websocket").WithTimeout(Patience, "websocket again");
            await session.EchoAsync("by websocket");
        }
        finally
        {
            await stage.EndAsync();
        }
    }

    private FirstEcho Result(string? transport, double settled) => new(
        client.Name, fault.Name, _exchanges, Median(_echoes), _echoes.Count, transport, settled, _webSockets.Count == 0 ? null : Median(_webSockets));

    private static double Median(List<double> values)
    {
        values.Sort();
        return values.Count == 0 ? 0 : values[values.Count / 2];
    }

    private async Task<IScenarioClient> EchoesAsync(Stage stage, int sessions)
    {
        for (var i = 1; ; i++)
        {
            fault.Apply(stage.Proxy);
            var text = $"hello {Guid.NewGuid():N}";
            stage.Server.Watch.LookFor(text);
            var before = stage.Proxy.RequestCount;
            var session = await stage.ConnectAsync(options: null, text);
            _echoes.Add(await session.FirstMessageAfter.WithTimeout());
            var requests = stage.Proxy.Requests.Skip(before).ToList();
            var isFirst = stage.Server.Watch.Carrier is not null;
            _exchanges = Math.Max(_exchanges, isFirst ? requests.Count(static request => request is { Path: "/echo/negotiate", Method: "POST" }) : requests.Count);
            Assert.Equal(text, (await session.NextMessageAsync()).Text);
            if (i == sessions)
            {
                return session;
            }

            await session.CloseAsync().WithTimeout();
        }
    }

    /// <summary>Until every better rung has failed and the best one carries an echo.</summary>
    private async Task<double> SettleAsync(IScenarioClient session)
    {
        if (IsRestless)
        {
            return await OutliveAsync(session);
        }

        var best = fault.BestTransport!;
        foreach (var rung in TransportName.All.TakeWhile(rung => rung != best))
        {
            await session.Events.WhenAsync(one => one.Name == "attempt" && one.Attempt is { Verdict: "failed" or "overtaken" } attempt && attempt.Transport == rung)
                .WithTimeout(Patience, $"{rung} to fail");
        }

        var seen = session.Events.All.Count;
        if ((await session.LookAsync().WithTimeout()).Transport != best)
        {
            await session.Events.WhenAsync(one => one.Name == "transport" && one["to"] == best, after: seen).WithTimeout(Patience, $"transport {best}");
        }

        await session.SendAsync("settled").WithTimeout();
        Assert.Equal("settled", (await session.NextMessageAsync()).Text);
        if (session.Events.Named("transport").FirstOrDefault(static move => move["to"] == "websocket") is { } first)
        {
            _webSockets.Add(first.After);
        }

        return session.Events.Named("transport").LastOrDefault(move => move["to"] == best)?.After ?? 0;
    }

    /// <summary>Through two deaths of what carried it.</summary>
    private static async Task<double> OutliveAsync(IScenarioClient session)
    {
        for (var death = 0; death < 2; death++)
        {
            var seen = session.Events.All.Count;
            await session.Events.WhenAsync(static one => one.Name == "attempt" && one.Attempt is { Verdict: "failed" } || one.Name == "transport" && one["to"] == "longpoll", after: seen)
                .WithTimeout(Patience, "a death");
            await session.SendAsync($"{death}").WithTimeout();
            Assert.Equal($"{death}", (await session.NextMessageAsync()).Text);
        }

        return session.Events.Named("transport")[^1].After;
    }

    private async Task<FirstEcho> RefusedAsync(Stage stage)
    {
        fault.Apply(stage.Proxy);
        var session = await stage.ConnectAsync(new ScenarioOptions { ConnectTimeout = TimeSpan.FromSeconds(2) }, "hello");
        var closed = await session.Closed.WithTimeout();
        Assert.Contains(closed.Code, new[] { "unreachable", "not-multitransport", "proxy-authentication-required" });
        await session.First[0].FailsAsync("closed");
        return Result(transport: null, settled: 0);
    }
}
