using MultiTransport.Conformance.Runtimes;
using MultiTransport.Conformance.Scenarios;
using MultiTransport.Networks.Tests.Origin;
using MultiTransport.Networks.Tests.Rows;
using MultiTransport.Testing;

namespace MultiTransport.Networks.Tests.Measures;

/// <summary>One client in one network: up to its first echo, up to the transport that wins, and a thousand messages each way.</summary>
internal sealed class CellRun(string client, NetworkRow row, IClientRuntime runtime, RowEndpoint endpoint)
{
    private const int Sessions = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs it; <paramref name="timed"/> is called when the part is over that wants a quiet machine.</summary>
    public async Task<CellOutcome> RunAsync(Action timed)
    {
        if (row.WinnerOf(client) is not { } winner)
        {
            timed();
            return await RefusedAsync();
        }

        await runtime.CalmSocketsAsync();
        for (var session = 1; ; session++)
        {
            if (await RunAsync(winner, timed, mayRepeat: session < Sessions) is { } outcome)
            {
                return outcome;
            }
        }
    }

    /// <summary>One session; null where the winner's proof came too late, which a busy machine does where the proxy itself takes 200 of the 250 ms that there are.</summary>
    private async Task<CellOutcome?> RunAsync(string winner, Action timed, bool mayRepeat)
    {
        var word = $"hello {Guid.NewGuid():N}";
        endpoint.Watch.LookFor(word);
        var before = endpoint.Negotiates;
        var session = await runtime.ConnectAsync(row.Url(client), CellClients.OptionsOf(client, row), word).WithTimeout();
        try
        {
            var first = await session.FirstMessageAfter.WithTimeout();
            timed();
            Assert.Equal(word, (await session.NextMessageAsync()).Text);
            var exchanges = endpoint.Watch.Carrier is null ? (int?)null : endpoint.Negotiates - before;
            var late = session.Events.WhenAsync(one => one.Name == "attempt" && one.Attempt is { Reason: "late", Verdict: "failed" } attempt && attempt.Transport == winner);
            var settling = SettleAsync(session, winner);
            if (mayRepeat && await Task.WhenAny(settling, late) == late)
            {
                return null;
            }

            var settled = await settling;
            var (traffic, lost) = await TrafficAsync(session);
            var look = await session.LookAsync().WithTimeout();
            Assert.Empty(session.Events.Named("gap"));
            Assert.Single(session.Events.Named("open"));
            Assert.Equal("open", look.State);
            return new CellOutcome
            {
                Network = row.Name,
                Client = client,
                Transport = look.Transport,
                FirstMessage = first,
                Exchanges = exchanges,
                Settled = settled,
                WebSocket = WebSocketOf(look.Attempts),
                Tried = [.. look.Attempts.Where(static attempt => attempt.Transport != "negotiate").Select(static attempt => $"{attempt.Transport} {attempt.Verdict}{(string.IsNullOrEmpty(attempt.Reason) ? "" : $": {attempt.Reason}")}").Distinct()],
                LostUp = Payload.Count - endpoint.Received,
                LostDown = lost,
                Traffic = traffic,
                Died = endpoint.Died,
                Story = $"{session.Events}",
            };
        }
        catch (Exception fault)
        {
            throw new ScenarioFailedException($"{client} in {row}: {fault.Message}{Environment.NewLine}{await TellAsync(session)}", fault);
        }
        finally
        {
            timed();
            await session.CloseAsync().WithTimeout();
        }
    }

    private static string? WebSocketOf(IReadOnlyList<ScenarioAttempt> attempts) =>
        attempts.FirstOrDefault(static attempt => attempt.Transport == TransportName.WebSocket) is { } attempt
            ? $"{attempt.Verdict}{(string.IsNullOrEmpty(attempt.Reason) ? "" : $" ({attempt.Reason})")} after {attempt.Took:0} ms"
            : null;

    /// <summary>Until every better rung that can be tried has failed and the winner is active.</summary>
    private static async Task<double> SettleAsync(IScenarioClient session, string winner)
    {
        foreach (var rung in TransportName.All.TakeWhile(rung => rung != winner).Where(TransportName.IsHeld))
        {
            await session.Events.WhenAsync(one => one.Name == "attempt" && one.Attempt is { Verdict: "failed" or "overtaken" } attempt && attempt.Transport == rung)
                .WithTimeout(Patience, $"{rung} to fail");
        }

        var seen = session.Events.All.Count;
        if ((await session.LookAsync().WithTimeout()).Transport != winner)
        {
            await session.Events.WhenAsync(one => one.Name == "transport" && one["to"] == winner, after: seen).WithTimeout(Patience, $"transport {winner}");
        }

        return session.Events.Named("transport").LastOrDefault(move => move["to"] == winner)?.After ?? 0;
    }

    /// <summary>Both directions at once. Messages that are missing, doubled, changed or out of order end it.</summary>
    private async Task<(double Took, int Lost)> TrafficAsync(IScenarioClient session)
    {
        var start = TimeProvider.System.GetTimestamp();
        var down = endpoint.SendAllAsync();
        var up = Task.WhenAll(Enumerable.Range(1, Payload.Count).Select(number => session.SendAsync(Payload.Of(number))));
        var received = 0;
        while (received < Payload.Count)
        {
            var message = await session.Messages.ReadAsync().AsTask().WithTimeout(Patience, $"message {received + 1} down, {endpoint.Received} have come up");
            if (!Payload.Equals(received + 1, message))
            {
                throw new InvalidOperationException($"Message {Payload.NumberOf(message)} came down where {received + 1} was due: {message}");
            }

            received++;
        }

        await Task.WhenAll(up, down, endpoint.Complete).WithTimeout(Patience, $"all messages to be acknowledged, {endpoint.Received} have come up");
        Assert.Null(endpoint.Wrong);
        Assert.False(session.Messages.TryRead(out var extra), $"One too many came down: {extra}");
        return (TimeProvider.System.GetElapsedTime(start).TotalMilliseconds, Payload.Count - received);
    }

    private async Task<CellOutcome> RefusedAsync()
    {
        var options = CellClients.OptionsOf(client, row) with { ConnectTimeout = TimeSpan.FromSeconds(2) };
        var session = await runtime.ConnectAsync(row.Url(client), options, "hello").WithTimeout();
        try
        {
            var closed = await session.Closed.WithTimeout();
            await session.First[0].FailsAsync("closed");
            return new CellOutcome { Network = row.Name, Client = client, Transport = null, Refused = closed.Code, Story = $"{session.Events}" };
        }
        catch (TimeoutException fault)
        {
            throw new ScenarioFailedException($"{client} in {row}: {fault.Message}{Environment.NewLine}{await TellAsync(session)}", fault);
        }
    }

    private async Task<string> TellAsync(IScenarioClient session)
    {
        var look = await session.LookAsync().WithTimeout();
        var proxies = await Task.WhenAll(row.Programs.Select(Proxies.ProxyPark.StartAsync));
        return string.Join(
            Environment.NewLine,
            [
                $"{session.Events}", $"-- {look.State} on {look.Transport}, {look.BufferedAmount} bytes unacknowledged; at the application: {endpoint.Negotiates} negotiates, {endpoint.Received} messages, {endpoint.Wrong}",
                .. look.Attempts.TakeLast(12).Select(static attempt => $"{attempt}"), .. proxies.Select(static proxy => proxy.Tell()),
            ]);
    }
}
