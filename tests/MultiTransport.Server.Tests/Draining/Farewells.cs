using System.Collections.Concurrent;
using System.Text.Json;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Draining;

/// <summary>When clients were told that the server goes away, from the moment that an operator said so.</summary>
internal sealed class Farewells : IAsyncDisposable
{
    private readonly ConcurrentBag<TimeSpan> _times = [];
    private readonly List<Task> _waiting = [];
    private readonly List<IAsyncDisposable> _clients = [];
    private long _start;

    /// <summary>In order.</summary>
    public IReadOnlyList<TimeSpan> Times => [.. _times.Order()];

    public int Clients => _waiting.Count;

    /// <summary>The most that were told within any second.</summary>
    public int MostInASecond => Times.Max(from => Times.Count(time => time >= from && time < from + TimeSpan.FromSeconds(1)));

    public Task AllTold => Task.WhenAll(_waiting).WithTimeout();

    public void Begin() => _start = TimeProvider.System.GetTimestamp();

    public void Add(ProtocolClient client) => Add(client, async () => Assert.Equal("going-away", (await client.Over).CodeName));

    public async Task AddEventSourceAsync(Uri address)
    {
        var client = EventSourceClient.Open(address);
        await client.NextAsync("session").WithTimeout();
        Add(client, async () =>
        {
            Assert.Equal("going-away", JsonDocument.Parse((await client.NextAsync("renegotiate")).Data).RootElement.GetProperty("code").GetString());
            Assert.InRange(client.Retry.TotalMilliseconds, 1_000, 5_000);
        });
    }

    public async Task AddJsonLinesAsync(Uri address)
    {
        var client = await JsonLinesClient.OpenAsync(address).WithTimeout();
        Add(client, async () =>
        {
            while (!client.Ended)
            {
                Assert.NotNull(await client.ReadAsync());
            }
        });
    }

    public async Task AddPollAsync(Uri address, int wait)
    {
        var client = new NativePollClient(address);
        await client.PollAsync(wait).WithTimeout();
        Add(null, async () =>
        {
            using (client)
            {
                while (true)
                {
                    var answer = await client.PollAsync();
                    if (answer.Close is { } close)
                    {
                        Assert.Equal("going-away", close.Code);
                        return;
                    }

                    Assert.Equal(200, answer.Status);
                    await Task.Delay(TimeSpan.FromMilliseconds(100)); // as a page that polls does
                }
            }
        });
    }

    public async Task AddBareWebSocketAsync(Uri address)
    {
        var client = await BareWebSocket.ConnectAsync(address).WithTimeout();
        Add(client, async () =>
        {
            Assert.Null(await client.ReadAsync());
            Assert.Equal(1001, client.CloseCode);
        });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }
    }

    private void Add(IAsyncDisposable? client, Func<Task> whenTold)
    {
        if (client is not null)
        {
            _clients.Add(client);
        }

        _waiting.Add(NoteAsync());

        async Task NoteAsync()
        {
            await whenTold();
            _times.Add(TimeProvider.System.GetElapsedTime(_start));
        }
    }
}
