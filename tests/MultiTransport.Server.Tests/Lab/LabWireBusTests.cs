using System.Net;
using System.Text;
using System.Text.Json;
using MultiTransport.Client;
using MultiTransport.Server.Lab;
using MultiTransport.Server.Tests.Hosting;

namespace MultiTransport.Server.Tests.Lab;

/// <summary>The transports whose HTTP requests their viewer sees.</summary>
[Collection(CommandServer.Name)]
public sealed class LabWireBusTests(ServerFixture server)
{
    private static readonly string[] Names = ["sse", "stream", "longpoll", "shortpoll"];

    public static TheoryData<string> OverHttp => [.. Names];

    [Theory]
    [MemberData(nameof(OverHttp))]
    public async Task Session_EveryRequestIsShownWithBodyAndAnswer(string transport)
    {
        await using var visitor = await LabVisitor.OpenAsync(server.Url);
        await using var session = ClientSession.Connect(
            Bus(visitor), new ClientSessionOptions { Transports = [transport], Verdicts = null, PollInterval = TimeSpan.FromMilliseconds(50) });

        await session.SendAsync("first");
        Assert.Equal("first", await NextAsync(session));
        await session.SendAsync("second");
        Assert.Equal("second", await NextAsync(session));

        var exchanges = await ExchangesAsync(visitor);
        var negotiate = exchanges[0];
        Assert.StartsWith("POST /lab/wire/…/bus/negotiate HTTP/1.1\r\n", HeadOf(negotiate));
        Assert.Contains("\"transports\":", BytesOf(negotiate, isUp: true));
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", BytesOf(negotiate, isUp: false));
        Assert.All(exchanges, exchange =>
        {
            Assert.DoesNotContain(visitor.Token, HeadOf(exchange));
            Assert.True(exchange.GetProperty("isShown").GetBoolean());
        });
        var attaching = exchanges.Skip(1).ToArray();
        Assert.NotEmpty(attaching);
        Assert.All(attaching, exchange => Assert.Equal('A', BytesOf(exchange, isUp: true)[1])); // length, then the attach's type
        Assert.Contains(attaching, exchange => BytesOf(exchange, isUp: true).EndsWith("\u0007tsecond", StringComparison.Ordinal));
    }

    [Fact]
    public async Task EventSource_ItsEventsAreShownAsTheyTravel()
    {
        await using var visitor = await LabVisitor.OpenAsync(server.Url);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("Accept", "text/event-stream");
        using var answer = await http.GetAsync(Bus(visitor), HttpCompletionOption.ResponseHeadersRead);
        using var events = new StreamReader(await answer.Content.ReadAsStreamAsync());
        while (await events.ReadLineAsync() is { Length: > 0 })
        {
        }

        var exchange = Assert.Single(await ExchangesAsync(visitor));

        Assert.StartsWith("GET /lab/wire/…/bus HTTP/1.1\r\n", HeadOf(exchange));
        Assert.False(exchange.GetProperty("isOver").GetBoolean());
        var (head, body) = (BytesOf(exchange, isUp: false).Split("\r\n\r\n")[0], BytesOf(exchange, isUp: false).Split("\r\n\r\n")[1]);
        Assert.Contains("Transfer-Encoding: chunked", head);
        Assert.Matches("^[0-9a-f]+\r\nretry: ", body);
    }

    [Fact]
    public async Task Exchanges_OfOneViewer_AreNothingToAnother()
    {
        await using var one = await LabVisitor.OpenAsync(server.Url);
        await using var other = await LabVisitor.OpenAsync(server.Url);
        using var http = new HttpClient();

        await http.GetAsync(new Uri(Bus(one) + "?wait=0"));

        Assert.Single(await ExchangesAsync(one));
        Assert.Empty(await ExchangesAsync(other));
    }

    [Fact]
    public async Task Exchanges_KeepNoMoreThanTheirBounds()
    {
        await using var visitor = await LabVisitor.OpenAsync(server.Url);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("Accept", "text/event-stream");
        using var held = await http.GetAsync(Bus(visitor), HttpCompletionOption.ResponseHeadersRead);
        var session = Assert.Single(held.Headers.GetValues("MultiTransport-Session"));
        for (var count = 0; count < LabLimits.Exchanges * 2; count++)
        {
            using var post = new HttpRequestMessage(HttpMethod.Post, Bus(visitor)) { Content = new StringContent(new string('x', LabLimits.MaxEcho)) };
            post.Headers.Add("MultiTransport-Session", session);
            Assert.Equal(HttpStatusCode.OK, (await http.SendAsync(post)).StatusCode);
        }

        var exchanges = await ExchangesAsync(visitor);

        Assert.InRange(exchanges.Length, 2, LabLimits.Exchanges);
        Assert.Equal(1, exchanges[0].GetProperty("number").GetInt32()); // what is still held is no old news
        Assert.InRange(exchanges.Sum(exchange => BytesOf(exchange, isUp: true).Length + BytesOf(exchange, isUp: false).Length), 1, LabLimits.ExchangedBytes);
        Assert.InRange(BytesOf(exchanges[0], isUp: false).Length, 1, LabLimits.CapturedBytes);
    }

    [Fact]
    public async Task Held_OfAPageThatIsClosed_Ends()
    {
        await using var visitor = await LabVisitor.OpenAsync(server.Url);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("Accept", "text/event-stream");
        using var held = await http.GetAsync(Bus(visitor), HttpCompletionOption.ResponseHeadersRead);

        await visitor.Control.CloseAsync();

        await Assert.ThrowsAnyAsync<IOException>(async () => await (await held.Content.ReadAsStreamAsync()).CopyToAsync(Stream.Null));
    }

    [Theory]
    [InlineData("lab/wire/AAAAAAAAAAAAAAAAAAAAAA/bus", HttpStatusCode.Forbidden)]
    [InlineData("lab/wire/AAAAAAAAAAAAAAAAAAAAAA/bus/negotiate", HttpStatusCode.Forbidden)]
    [InlineData("lab/wire//bus", HttpStatusCode.Forbidden)]
    [InlineData("lab/wire/bus", HttpStatusCode.NotFound)]
    [InlineData("lab/wire/AAAAAAAAAAAAAAAAAAAAAA/busy", HttpStatusCode.NotFound)]
    [InlineData("lab/wire/AAAAAAAAAAAAAAAAAAAAAA", HttpStatusCode.NotFound)]
    public async Task Bus_WithoutAToken_IsNot(string path, HttpStatusCode expected)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(server.Url, path));
        Assert.Equal(expected, answer.StatusCode);
    }

    private Uri Bus(LabVisitor visitor) => new(server.Url, $"lab/wire/{visitor.Token}/bus");

    private static async Task<string> NextAsync(ClientSession session)
    {
        await foreach (var message in session)
        {
            return message.Text;
        }

        return "";
    }

    private static async Task<JsonElement[]> ExchangesAsync(LabVisitor visitor) =>
        [.. (await visitor.AskAsync("""{"ask":"exchanges"}""")).GetProperty("exchanges").EnumerateArray()];

    private static string HeadOf(JsonElement exchange) => exchange.GetProperty("captured").GetProperty("head").GetString()!;

    private static string BytesOf(JsonElement exchange, bool isUp) => string.Concat(exchange.GetProperty("captured").GetProperty("pieces").EnumerateArray()
        .Where(piece => piece.GetProperty("isUp").GetBoolean() == isUp)
        .Select(piece => Encoding.Latin1.GetString(piece.GetProperty("bytes").GetBytesFromBase64())));
}
