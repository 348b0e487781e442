using System.Globalization;

namespace MultiTransport.Client.Tests;

/// <summary>A network may end an answer behind any byte of it: in the status, in a header, in a chunk's length, in a frame. Wherever that is, the message is handled once and its echo comes once.</summary>
public sealed class CutEverywhereTests
{
    private const int AtOnce = 24;

    [Theory]
    [InlineData("negotiate", TransportNames.LongPolling)]
    [InlineData("poll", TransportNames.LongPolling)]
    [InlineData("send", TransportNames.Streaming)]
    [InlineData("stream", TransportNames.Streaming)]
    [InlineData("sse", TransportNames.ServerSentEvents)]
    [InlineData("ws", TransportNames.WebSocket)]
    public async Task Answer_CutBehindEveryByte_LosesAndDoublesNothing(string path, string transport)
    {
        await using var rig = await Rig.StartAsync();
        var length = await LengthAsync(rig, path, transport);
        Assert.InRange(length, 50, 5_000);
        using var room = new SemaphoreSlim(AtOnce);
        var faults = await Task.WhenAll(Enumerable.Range(0, length).Select(async offset =>
        {
            await room.WaitAsync();
            try
            {
                return await CutAsync(rig.Host.Port, path, transport, offset);
            }
            finally
            {
                room.Release();
            }
        }));
        Assert.Empty(faults.OfType<string>());
        var texts = rig.Log.Texts.Where(static text => text.StartsWith("cut ", StringComparison.Ordinal)).ToList();
        Assert.Equal(length * 2, texts.Count);
        Assert.Equal(texts.Count, texts.Distinct().Count());
    }

    /// <summary>How many bytes the first answer of that kind has until a message has come with it.</summary>
    private static async Task<int> LengthAsync(Rig rig, string path, string transport)
    {
        var start = 0L;
        ProxiedConnection? carrier = null;
        rig.Proxy.Requested = (connection, request) =>
        {
            if (carrier is null && request.Path.EndsWith($"/{path}", StringComparison.Ordinal))
            {
                (carrier, start) = (connection, connection.BytesDown);
            }
        };
        await using var session = ClientSession.Connect(rig.Url, Rig.Options(transport));
        await RunAsync(session, "length");
        return (int)(carrier!.BytesDown - start);
    }

    /// <summary>Returns what went wrong, or null.</summary>
    private static async Task<string?> CutAsync(int port, string path, string transport, int offset)
    {
        await using var proxy = FaultProxy.Start(port);
        ProxiedConnection? aimed = null;
        proxy.Requested = (connection, request) =>
        {
            if (request.Path.EndsWith($"/{path}", StringComparison.Ordinal) && Interlocked.CompareExchange(ref aimed, connection, null) is null)
            {
                connection.CutAfterNext(ProxyDirection.Down, offset);
            }
        };
        await using var session = ClientSession.Connect(new Uri(proxy.BaseAddress, "echo"), Rig.Options(transport));
        try
        {
            await RunAsync(session, string.Create(CultureInfo.InvariantCulture, $"cut {offset}"));
            return aimed is { WasCut: true } ? null : $"{path} behind {offset} bytes: nothing was cut";
        }
        catch (Exception fault) when (fault is TimeoutException or SessionException or InvalidOperationException)
        {
            return $"{path} behind {offset} bytes: {fault.Message}";
        }
    }

    private static async Task RunAsync(ClientSession session, string name)
    {
        var messages = session.GetAsyncEnumerator();
        foreach (var text in new[] { $"{name} first", $"{name} second" })
        {
            var sent = session.SendAsync(text);
            var echo = await messages.NextAsync();
            if (echo != text)
            {
                throw new InvalidOperationException($"'{echo}' came where '{text}' was due.");
            }

            await sent.WithTimeout();
        }
    }
}
