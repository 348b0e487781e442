using System.Text;

namespace MultiTransport.Testing.Tests.Proxy;

/// <summary>Each row against a plain server: what it says of the best transport is what the wire shows.</summary>
public sealed class NamedFaultsTests
{
    // What these do shows only after a time, or is over after a few requests; each of their faults has a test of its own.
    private static readonly string[] NotSeenAtOnce =
    [
        "websocket-reset-after-2s", "websocket-finished-after-2s", "websocket-silent-after-2s", "lifetime-8s", "lifetime-4s", "connections-killed-after-6s", "idle-20s",
        "idle-20s-silent", "idle-4s", "origin-timeout-8s", "one-behind", "first-held", "random-resets", "handshake-200-empty-late", "handshake-black-holed",
        "replayed-without-upgrade", // a copy ends the first in a session only, which this plain server does not have: seen in the session theory and in Conformance
    ];

    public static IEnumerable<object[]> SeenAtOnce =>
        NamedFaults.All.Where(row => row is { Recovers: false } && !NotSeenAtOnce.Contains(row.Name)).Select(row => new object[] { row.Name });

    [Fact]
    public void All_Names_AreUniqueAndTransportsKnown()
    {
        Assert.Equal(NamedFaults.All.Count, NamedFaults.All.Select(row => row.Name).Distinct().Count());
        Assert.All(NamedFaults.All, row => Assert.True(row.BestTransport is null || TransportName.All.Contains(row.BestTransport), row.Name));
        Assert.All(NotSeenAtOnce, name => Assert.NotNull(NamedFaults.Named(name)));
        Assert.Throws<ArgumentException>(() => NamedFaults.Named("no such row"));
    }

    [Theory]
    [MemberData(nameof(SeenAtOnce))]
    public async Task Row_BestTransport_IsTheBestThatPasses(string name)
    {
        var row = NamedFaults.Named(name);
        await using var box = new Middlebox();
        row.Apply(box.Proxy);
        using var stop = new CancellationTokenSource();
        var serving = ServeAsync(box.Origin, stop.Token);

        var best = await Works(() => EchoesAsync(box)) ? TransportName.WebSocket
            : await Works(() => StreamsAsync(box, "sse")) ? TransportName.Sse
            : await Works(() => StreamsAsync(box, "stream")) ? TransportName.Stream
            : await Works(() => PollsAsync(box)) ? TransportName.LongPoll : null;
        await stop.CancelAsync();
        await serving;

        Assert.Equal(row.BestTransport, best);
    }

    [Theory]
    [MemberData(nameof(NamedFaults.Names), MemberType = typeof(NamedFaults))]
    public async Task Row_HttpAnswers_IsWhatAPostSees(string name)
    {
        var row = NamedFaults.Named(name);
        await using var box = new Middlebox();
        row.Apply(box.Proxy);
        using var stop = new CancellationTokenSource();
        var serving = ServeAsync(box.Origin, stop.Token);
        var works = false;
        var before = box.Clock.Elapsed;
        for (var attempt = 0; attempt < (row.Recovers ? 4 : 1) && !works; attempt++)
        {
            works = await Works(() => PollsAsync(box)) && box.Clock.Elapsed - before < TimeSpan.FromSeconds(1);
        }

        await stop.CancelAsync();
        await serving;

        Assert.Equal(row.HttpAnswers, works);
    }

    private static async Task<bool> Works(Func<Task<bool>> tries)
    {
        try
        {
            return await tries();
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private static async Task<bool> PollsAsync(Middlebox box)
    {
        await using var client = await box.ConnectAsync();
        await client.RequestAsync("POST", "/echo/poll", "hello"u8.ToArray(), ("Content-Type", "text/plain"));
        var response = await SettleAsync(box, client.ReadResponseAsync("POST"));
        return response.StatusCode == 200 && await SettleAsync(box, response.ReadTextAsync()) == "answer";
    }

    /// <summary>True where a WebSocket opens and twelve frames come back unharmed from a server that echoes.</summary>
    private static async Task<bool> EchoesAsync(Middlebox box)
    {
        await using var client = await SettleAsync(box, RawWebSocket.ConnectAsync(new Uri(box.Proxy.BaseAddress, "echo/ws")));
        if (!client.Accepted)
        {
            return false;
        }

        for (var i = 0; i < 12; i++)
        {
            await client.SendTextAsync($"{i}");
        }

        client.Connection.FinishSending();
        var texts = new List<string>();
        while (await SettleAsync(box, client.ReadFrameAsync()) is { Reserved: 0 } frame)
        {
            texts.Add(frame.Text);
        }

        return texts.SequenceEqual(Enumerable.Range(0, 12).Select(static i => $"{i}"));
    }

    /// <summary>The clock runs only where the way itself takes time: it would kill what dies of age otherwise.</summary>
    private static Task<T> SettleAsync<T>(Middlebox box, Task<T> task) =>
        box.Proxy.Faults.Any(fault => fault is Link or ChunksDelayed) ? box.RunUntilAsync(task) : task.WithTimeout();

    /// <summary>True where each write of the server comes by itself.</summary>
    private static async Task<bool> StreamsAsync(Middlebox box, string path)
    {
        await using var client = await box.ConnectAsync();
        await client.RequestAsync("POST", $"/echo/{path}", [], ("Connection", "close"));
        var answer = Encoding.ASCII.GetString(await SettleAsync(box, client.ReadToEndAsync()));
        return answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) && answer.EndsWith("\r\n\r\n3\r\none\r\n3\r\ntwo\r\n5\r\nthree\r\n0\r\n\r\n", StringComparison.Ordinal);
    }

    private static async Task ServeAsync(Origin origin, CancellationToken stop)
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(AnswerAsync(await origin.ReadAsync(stop)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private static async Task AnswerAsync(OriginRequest request)
    {
        try
        {
            switch (request.Head.Target.Split('/')[^1])
            {
                case "ws" when request.Head["Upgrade"] is not null && request.Head.HasToken("Connection", "Upgrade") && request.Head["Sec-WebSocket-Key"] is not null:
                    await request.AcceptAsync();
                    await EchoAsync(RawWebSocket.Over(request.Connection));
                    break;
                case "ws":
                    await request.Connection.SendAsync("HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n");
                    break;
                case "poll":
                    await request.AnswerAsync("answer", "application/octet-stream", "Cache-Control: no-store, no-transform\r\n");
                    break;
                case var path:
                    await request.BeginAsync(path == "sse" ? "text/event-stream" : "application/octet-stream", "Cache-Control: no-store, no-transform\r\nX-Accel-Buffering: no\r\n");
                    await request.ChunkAsync("one");
                    await request.ChunkAsync("two");
                    await request.ChunkAsync("three");
                    await request.EndAsync();
                    break;
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // the client, or the proxy for it, is gone
        }
    }

    private static async Task EchoAsync(RawWebSocket server)
    {
        while (await server.ReadFrameAsync() is { } frame)
        {
            if (frame.Reserved != 0)
            {
                server.Connection.Reset();
                return;
            }

            await server.SendFrameAsync(frame.Opcode, frame.Payload, masked: false);
        }

        server.Connection.FinishSending();
    }
}
