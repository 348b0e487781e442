using System.Net;
using System.Net.Http.Json;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Conformance.Scenarios;
using MultiTransport.Networks.Tests.Origin;
using MultiTransport.Testing;

namespace MultiTransport.Networks.Tests.Rows;

/// <summary>What is not as it should be behind a configuration: facts that its lines are for.</summary>
internal static class PrintedFacts
{
    public const string WebSocket = "websocket";
    public const string Events = "events";
    public const string Host = "host";
    public const string Address = "address";
    public const string Scheme = "scheme";
    public const string Body = "body";
    public const string Nothing = "nothing";

    private const string AskedHost = "site.test:8080";
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(150);

    /// <summary>Names of the facts that are missed at that address, in the order above.</summary>
    public static async Task<string> MissedAsync(Uri url, RowEndpoint endpoint, IClientRuntime runtime)
    {
        var missed = new List<string>();
        Add(WebSocket, await WebSocketPassesAsync(url, runtime));
        Add(Events, await EventsArePromptAsync(url, endpoint, runtime));
        var (arrival, status) = await ArrivalAsync(url, 16);
        Assert.Equal(HttpStatusCode.OK, status);
        Add(Host, arrival!.Host == AskedHost);
        Add(Address, arrival.ForwardedFor.Split(',')[^1].Trim() == "127.0.0.1");
        Add(Scheme, arrival.ForwardedProto == "http");
        (_, status) = await ArrivalAsync(url, 1_200_000);
        Add(Body, status == HttpStatusCode.OK);
        return missed.Count == 0 ? Nothing : string.Join(", ", missed);

        void Add(string fact, bool isRight)
        {
            if (!isRight)
            {
                missed.Add(fact);
            }
        }
    }

    private static async Task<bool> WebSocketPassesAsync(Uri url, IClientRuntime runtime)
    {
        var session = await runtime.ConnectAsync(url, options: null, "hello").WithTimeout();
        var attempt = await session.UntilAttemptAsync(static attempt => attempt.Transport == TransportName.WebSocket);
        await session.CloseAsync().WithTimeout();
        return attempt.Verdict == "ok";
    }

    private static async Task<bool> EventsArePromptAsync(Uri url, RowEndpoint endpoint, IClientRuntime runtime)
    {
        var session = await runtime.ConnectAsync(url, new ScenarioOptions { Transports = [TransportName.Sse] }, "hello").WithTimeout();
        Assert.Equal("hello", (await session.NextMessageAsync()).Text);
        var isPrompt = false;
        if ((await session.UntilAttemptAsync(static attempt => attempt.Transport == TransportName.Sse)).Verdict == "ok")
        {
            await session.UntilTransportAsync(TransportName.Sse);
            var times = new List<TimeSpan>();
            for (var i = 0; i < 5; i++)
            {
                var start = TimeProvider.System.GetTimestamp();
                await endpoint.SendAsync($"event {i}").WithTimeout();
                Assert.Equal($"event {i}", (await session.NextMessageAsync()).Text);
                times.Add(TimeProvider.System.GetElapsedTime(start));
            }

            isPrompt = times.Order().ElementAt(times.Count / 2) < Late; // a busy machine makes one late, but not most of them
        }

        await session.CloseAsync().WithTimeout();
        return isPrompt;
    }

    private static async Task<(ForwardedFor.Arrival? Arrival, HttpStatusCode Status)> ArrivalAsync(Uri url, int bytes)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(url, ForwardedFor.Path)) { Content = new ByteArrayContent(new byte[bytes]), Headers = { Host = AskedHost } };
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        request.Headers.ExpectContinue = bytes > 1_000_000; // one that refuses may do so before it has read everything
        using var answer = await http.SendAsync(request).WithTimeout();
        return (answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<ForwardedFor.Arrival>() : null, answer.StatusCode);
    }
}
