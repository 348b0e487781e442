using System.Text.Json;
using MultiTransport.Client;

namespace MultiTransport.Server.Tests.Lab;

/// <summary>What the lab's page does, without a browser: a control session, and measured ones.</summary>
internal sealed class LabVisitor : IAsyncDisposable
{
    private readonly Uri _server;
    private readonly List<ClientSession> _sessions = [];

    private LabVisitor(Uri server)
    {
        _server = server;
        Control = ClientSession.Connect(new Uri(server, "lab/control"), new ClientSessionOptions { Verdicts = null });
    }

    public ClientSession Control { get; }

    public string Token { get; private set; } = "";

    public static async Task<LabVisitor> OpenAsync(Uri server)
    {
        var visitor = new LabVisitor(server);
        visitor.Token = (await visitor.AskAsync("""{"ask":"open"}""")).GetProperty("token").GetString()!;
        return visitor;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions)
        {
            await session.DisposeAsync();
        }

        await Control.DisposeAsync();
    }

    public async Task<JsonElement> AskAsync(string question)
    {
        using var answer = JsonDocument.Parse((await Control.RequestAsync(question)).Text);
        return answer.RootElement.Clone();
    }

    public async Task<JsonElement> StatusAsync() => (await AskAsync("""{"ask":"status"}""")).GetProperty("status");

    public Task<JsonElement> StartAsync(string direction, double rate = 100, int seconds = 60) => AskAsync(
        $$"""{"ask":"start","order":{"direction":"{{direction}}","rate":{{rate}},"size":16,"isBinary":false,"seconds":{{seconds}} } }""");

    public ClientSession Connect(string transport)
    {
        var session = ClientSession.Connect(new Uri(_server, "lab/bus"), new ClientSessionOptions { Transports = [transport], Verdicts = null });
        _sessions.Add(session);
        return session;
    }

    /// <summary>A session on that transport that has said whose it is.</summary>
    public async Task<ClientSession> JoinAsync(string transport)
    {
        var session = Connect(transport);
        Assert.Equal("{}", (await session.RequestAsync(Token)).Text);
        return session;
    }
}
