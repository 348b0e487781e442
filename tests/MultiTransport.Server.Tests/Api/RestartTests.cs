using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using MultiTransport.Client;
using MultiTransport.Protocol;
using MultiTransport.Server.Tests.Hosting;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Api;

/// <summary>A server that restarts while 1,000 messages are published to 20 clients, four on each transport.</summary>
public sealed class RestartTests : IDisposable
{
    private const int Messages = 1000;
    private const int Batch = 10;
    private const string Key = "a-key-that-may-publish";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mt-restart-");
    private readonly string _url = $"http://127.0.0.1:{FreePort()}";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WithAFile_NothingIsLostOrDoubled(bool crashes)
    {
        var file = Path.Combine(_folder.FullName, "topics.db");
        var server = await StartAsync("--History:File", file);
        var listeners = Listen();
        await Task.WhenAll(listeners.Select(static listener => listener.Subscription.Ready)).WithTimeout(TestTimeouts.Shared);

        await PublishAsync(1, Messages / 2);
        var rest = PublishAsync((Messages / 2) + 1, Messages); // goes on while the server is away
        await EndAsync(server, crashes);
        server = await StartAsync("--History:File", file);
        await rest.WithTimeout(TestTimeouts.Shared);

        foreach (var listener in listeners)
        {
            await listener.HearsAsync(Messages).WithTimeout(TestTimeouts.Shared, $"{listener.Transport}: {listener}");
            Assert.Equal(Enumerable.Range(1, Messages).Select(static number => $"{number}"), listener.Heard);
            Assert.Empty(listener.Gaps);
            await listener.DisposeAsync();
        }

        await EndAsync(server, crashes: false);
    }

    [Fact]
    public async Task InMemory_WhatIsNotKeptIsAGap_AndNothingIsDoubled()
    {
        var server = await StartAsync();
        var listeners = Listen();
        await Task.WhenAll(listeners.Select(static listener => listener.Subscription.Ready)).WithTimeout(TestTimeouts.Shared);

        await PublishAsync(1, Messages / 2);
        await EndAsync(server, crashes: false);
        var rest = PublishAsync((Messages / 2) + 1, Messages);
        server = await StartAsync();
        await rest.WithTimeout(TestTimeouts.Shared);

        foreach (var listener in listeners)
        {
            await listener.HearsAsync(Messages).WithTimeout(TestTimeouts.Shared, $"{listener.Transport}: {listener}");
            var numbers = listener.Heard.Select(int.Parse).ToArray();
            Assert.Equal(numbers.Distinct().Order(), numbers); // each once, in order
            Assert.Equal(Enumerable.Range((Messages / 2) + 1, Messages / 2), numbers.Where(static number => number > Messages / 2));
            Assert.Equal("epoch", Assert.Single(listener.Gaps).Why);
            await listener.DisposeAsync();
        }

        await EndAsync(server, crashes: false);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private static async Task EndAsync(ServerProcess server, bool crashes)
    {
        if (!crashes)
        {
            Assert.Equal(0, await server.StopAsync());
        }

        await server.DisposeAsync(); // kills it where it still lives
    }

    private Listener[] Listen()
    {
        string[] transports = [TransportNames.WebSocket, TransportNames.ServerSentEvents, TransportNames.Streaming, TransportNames.LongPolling, TransportNames.ShortPolling];
        return [.. Enumerable.Range(0, 20).Select(number => new Listener(new Uri($"{_url}/realtime"), transports[number % transports.Length]))];
    }

    private async Task<ServerProcess> StartAsync(params string[] more) => await ServerProcess.AnnouncedAsync(ServerProcess.Launch(
        [
            "--urls", _url, "--DemoTopics", "Never", "--MultiTransportServer:DrainTimeout", "00:00:02",
            "--Topics:Rules:0:Name", "news", "--Topics:Rules:0:Subscribe", "anyone", "--Topics:Rules:0:HistoryMessages", "2000",
            "--Api:Keys:0:Name", "test", "--Api:Keys:0:Key", Key, "--Api:Keys:0:May:0", "publish", "--Api:Keys:0:Topics:0", "*", "--Api:Keys:0:PerSecond", "100000", .. more,
        ]));

    /// <summary>As a publisher does that must not lose: the same batch under the same key until it is taken.</summary>
    private async Task PublishAsync(int first, int last)
    {
        using var http = new HttpClient { BaseAddress = new Uri(_url), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Key) } };
        for (var number = first; number <= last; number += Batch)
        {
            var messages = Enumerable.Range(number, Batch).Select(static text => new { topic = "news", text = $"{text}" }).ToArray();
            while (!await TryPublishAsync(http, $"batch-{number}", new { messages }))
            {
                await Task.Delay(50); // a real publisher's pause: another process is waited for
            }
        }
    }

    private static async Task<bool> TryPublishAsync(HttpClient http, string key, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/publish") { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", key } } };
        try
        {
            using var answer = await http.SendAsync(request);
            Assert.True(answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            return answer.IsSuccessStatusCode;
        }
        catch (Exception away) when (away is HttpRequestException or System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    /// <summary>One client on one transport, and what it heard.</summary>
    private sealed class Listener : IAsyncDisposable
    {
        private readonly ClientSession _session;
        private readonly List<string> _heard = [];
        private readonly List<SubscriptionGap> _gaps = [];
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Listener(Uri url, string transport)
        {
            Transport = transport;
            _session = ClientSession.Connect(url, new ClientSessionOptions { Transports = [transport], Verdicts = null, PollInterval = TimeSpan.FromMilliseconds(200) });
            Subscription = _session.Subscribe("news");
            Subscription.GapReceived += (_, gap) =>
            {
                lock (_gaps)
                {
                    _gaps.Add(gap);
                }
            };
            _ = ReadAsync();
        }

        public string Transport { get; }

        public ClientSubscription Subscription { get; }

        public IReadOnlyList<string> Heard => _heard;

        public IReadOnlyList<SubscriptionGap> Gaps
        {
            get
            {
                lock (_gaps)
                {
                    return [.. _gaps];
                }
            }
        }

        /// <summary>Completes with the last message.</summary>
        public Task HearsAsync(int last) => last == Messages ? _all.Task : throw new ArgumentOutOfRangeException(nameof(last));

        public ValueTask DisposeAsync() => _session.DisposeAsync();

        public override string ToString() => $"{_heard.Count} heard, the last {_heard.LastOrDefault()}, {_session.State}, {string.Join("; ", Gaps)}";

        private async Task ReadAsync()
        {
            await foreach (var message in Subscription)
            {
                _heard.Add(message.Data.Text);
                if (_heard[^1] == $"{Messages}")
                {
                    _all.TrySetResult();
                }
            }
        }
    }
}
