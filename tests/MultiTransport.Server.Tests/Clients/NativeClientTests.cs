using System.Text.Json;
using MultiTransport.Server.Tests.Hosting;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Clients;

/// <summary>Section 8 of the contract, as the README will show it: no SDK, plain HTTP.</summary>
[Collection(CommandServer.Name)]
public sealed class NativeClientTests(ServerFixture server) : IDisposable
{
    private readonly NativeClient _client = new(server.Echo);

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Poll_WithWait0_AnswersAtOnceWithNext()
    {
        var answer = await _client.PollAsync("?wait=0");

        Assert.Matches("^[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{22}$", answer.GetProperty("session").GetString());
        Assert.Equal(0, answer.GetProperty("messages").GetArrayLength());
        Assert.StartsWith("/echo?after=v1.", answer.GetProperty("next").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WhileAPollIsHeld_ComesOutOfIt()
    {
        var opened = await _client.PollAsync("?wait=0");
        var held = _client.PollAsync(opened.GetProperty("next").GetString()!.Replace("wait=0", "wait=20", StringComparison.Ordinal));

        await _client.PostAsync(opened.GetProperty("session").GetString()!, "Grüße");

        Assert.Equal(["1 Grüße"], Messages(await held.WithTimeout()));
    }

    [Fact]
    public async Task Post_WhileAStreamIsHeld_ComesOutOfIt()
    {
        using var held = await _client.HoldLinesAsync();
        var opened = await ReadJsonAsync(held);

        await _client.PostAsync(opened.GetProperty("open").GetProperty("session").GetString()!, "Grüße");

        var record = await ReadJsonAsync(held);
        Assert.Equal(1, record.GetProperty("number").GetInt32());
        Assert.Equal("Grüße", record.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Post_WhileAnEventStreamIsHeld_ComesOutOfIt()
    {
        using var events = await _client.HoldEventsAsync();
        var opened = await events.ReadAsync();

        await _client.PostAsync(SessionOf(opened), "two\nlines");

        Assert.Equal("session", opened?.Type);
        Assert.Equal(("message", "two\nlines"), await events.ReadAsync() is { } echo ? (echo.Type, echo.Data) : default);
    }

    [Fact]
    public async Task Place_OfAKilledEventStream_ContinuesAtTheNextMessage()
    {
        string session;
        string? place;
        using (var events = await _client.HoldEventsAsync())
        {
            session = SessionOf(await events.ReadAsync());
            await _client.PostAsync(session, "one");
            place = (await events.ReadAsync())?.LastEventId;
        }

        await _client.PostAsync(session, "two");
        await _client.PostAsync(session, "three");
        using var resumed = await _client.HoldEventsAsync(place);
        var opened = await resumed.ReadAsync();
        Assert.Equal("session", opened?.Type);
        Assert.DoesNotContain("session", opened?.Data, StringComparison.Ordinal);
        Assert.Equal("two", (await resumed.ReadAsync())?.Data);
        Assert.Equal("three", (await resumed.ReadAsync())?.Data);
    }

    [Fact]
    public async Task Place_OfAPoll_ContinuesAsAStreamAndThenAsAnEventStream()
    {
        var opened = await _client.PollAsync("?wait=0");
        var session = opened.GetProperty("session").GetString()!;
        var place = System.Web.HttpUtility.ParseQueryString(new Uri(server.Url, opened.GetProperty("next").GetString()).Query)["after"];
        await _client.PostAsync(session, "one");

        using (var stream = await _client.HoldLinesAsync(place))
        {
            await ReadJsonAsync(stream);
            var record = await ReadJsonAsync(stream);
            Assert.Equal("one", record.GetProperty("text").GetString());
            place = record.GetProperty("id").GetString();
        }

        await _client.PostAsync(session, "two");
        using var events = await _client.HoldEventsAsync(place);
        Assert.Equal("session", (await events.ReadAsync())?.Type);
        Assert.Equal("two", (await events.ReadAsync())?.Data);
    }

    [ToolFact(Tools.Shell)]
    public async Task Stop_WhileAnEventStreamIsHeld_TellsItAndEndsWell()
    {
        await using var other = await ServerProcess.StartAsync();
        using var client = new NativeClient(other.Echo);
        using var events = await client.HoldEventsAsync();
        await events.ReadAsync();

        var exit = other.StopAsync();

        var last = await events.ReadAsync();
        Assert.Equal(("renegotiate", "{\"code\":\"going-away\"}", ""), (last?.Type, last?.Data, last?.LastEventId));
        Assert.Null(await events.ReadAsync());
        Assert.Equal(0, await exit.WithTimeout());
    }

    private static string SessionOf(SseEvent? opened) =>
        JsonDocument.Parse(opened?.Data ?? "{}").RootElement.GetProperty("session").GetString()!;

    private static async Task<JsonElement> ReadJsonAsync(StreamReader lines) =>
        JsonDocument.Parse((await lines.ReadLineAsync().WithTimeout())!).RootElement;

    private static IEnumerable<string> Messages(JsonElement answer) =>
        answer.GetProperty("messages").EnumerateArray().Select(message => $"{message.GetProperty("number")} {message.GetProperty("text")}");
}
