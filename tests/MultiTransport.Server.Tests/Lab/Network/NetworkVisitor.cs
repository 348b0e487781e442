using System.Net.WebSockets;
using System.Text.Json;
using MultiTransport.Client;

namespace MultiTransport.Server.Tests.Lab.Network;

/// <summary>What the simulator's page does, without a browser.</summary>
internal sealed class NetworkVisitor(LabVisitor visitor, Uri server) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _sessions = [];

    public string Token => visitor.Token;

    public Uri Bus { get; } = new(server, $"lab/network/{visitor.Token}/bus");

    /// <summary>A WebSocket's address at the same endpoint.</summary>
    public Uri Socket => new($"ws://{Bus.Authority}{Bus.AbsolutePath}");

    public static async Task<NetworkVisitor> OpenAsync(Uri server) => new(await LabVisitor.OpenAsync(server), server);

    public async ValueTask DisposeAsync()
    {
        await AskAsync("""{"ask":"network","network":{}}"""); // so that farewells get through
        foreach (var session in _sessions)
        {
            await session.DisposeAsync();
        }

        await visitor.DisposeAsync();
    }

    public Task<JsonElement> AskAsync(string question) => visitor.AskAsync(question);

    /// <summary>The network is so from now on.</summary>
    public async Task<JsonElement> ApplyAsync(string conditions)
    {
        var answer = await AskAsync($$"""{"ask":"network","network":{ {{conditions}} } }""");
        Assert.False(answer.TryGetProperty("fault", out var fault), $"{fault}");
        return answer.GetProperty("network");
    }

    public async Task<int> RequestsAsync() => (await AskAsync("""{"ask":"network"}""")).GetProperty("network").GetProperty("requests").GetInt32();

    /// <summary>Waits until so many requests are on their way.</summary>
    public async Task UntilRequestsAsync(int count)
    {
        while (await RequestsAsync() != count)
        {
            await Task.Yield();
        }
    }

    public ClientSession Connect(params string[] transports)
    {
        var session = ClientSession.Connect(Bus, new ClientSessionOptions { Transports = transports, Verdicts = null });
        _sessions.Add(session);
        return session;
    }

    public async Task<ClientSession> JoinAsync(params string[] transports)
    {
        var session = Connect(transports);
        Assert.Equal("{}", (await session.RequestAsync(Token)).Text);
        return session;
    }

    /// <summary>A bare WebSocket: it says nothing by itself.</summary>
    public async Task<ClientWebSocket> OpenSocketAsync()
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(Socket, default);
        return socket;
    }

    /// <summary>A native event stream.</summary>
    public HttpRequestMessage Events()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Bus);
        request.Headers.Accept.ParseAdd("text/event-stream");
        return request;
    }
}
