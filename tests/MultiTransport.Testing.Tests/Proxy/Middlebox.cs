namespace MultiTransport.Testing.Tests.Proxy;

/// <summary>A proxy with faults in front of a server of the test, with a clock that stands still.</summary>
internal sealed class Middlebox : IAsyncDisposable
{
    public Middlebox(params IReadOnlyList<Fault> faults)
    {
        Proxy = FaultProxy.Start(Origin.Port, time: Clock);
        Proxy.Faults = faults;
    }

    public Origin Origin { get; } = new();

    public ManualTimeProvider Clock { get; } = new();

    public FaultProxy Proxy { get; }

    /// <summary>Lets the clock run from timer to timer until something happened.</summary>
    public async Task<T> RunUntilAsync<T>(Task<T> done)
    {
        while (!done.IsCompleted)
        {
            await Task.WhenAny(done, Clock.WhenTimersAsync(1)).WithTimeout();
            Clock.AdvanceToNextTimer();
        }

        return await done;
    }

    public Task<RawHttp> ConnectAsync() => RawHttp.ConnectAsync(Proxy.Port).WithTimeout();

    /// <summary>A client that sent one request.</summary>
    public async Task<RawHttp> AskAsync(string method = "GET", string target = "/x", string? body = null, params (string Name, string Value)[] headers)
    {
        var client = await ConnectAsync();
        await client.RequestAsync(method, target, body is null ? null : System.Text.Encoding.UTF8.GetBytes(body), headers);
        return client;
    }

    /// <summary>A WebSocket through the proxy, with both its ends.</summary>
    public async Task<(RawWebSocket Client, RawWebSocket Server)> OpenAsync()
    {
        var opening = RawWebSocket.ConnectAsync(new Uri(Proxy.BaseAddress, "ws"));
        var request = await Origin.NextAsync();
        await request.AcceptAsync();
        var client = await opening.WithTimeout();
        Assert.True(client.Accepted);
        return (client, RawWebSocket.Over(request.Connection));
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync().WithTimeout();
        Assert.Empty(Proxy.OpenConnections);
        await Origin.DisposeAsync().WithTimeout();
    }
}
