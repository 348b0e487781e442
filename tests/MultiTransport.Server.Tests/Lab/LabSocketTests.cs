using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using MultiTransport.Server.Lab;
using MultiTransport.Server.Tests.Hosting;

namespace MultiTransport.Server.Tests.Lab;

/// <summary>The WebSocket whose bytes its viewer sees.</summary>
[Collection(CommandServer.Name)]
public sealed class LabSocketTests(ServerFixture server)
{
    [Fact]
    public async Task Wire_ShowsHandshakeAndFramesToTheViewerAndToNoOther()
    {
        await using var one = await LabVisitor.OpenAsync(server.Url);
        await using var other = await LabVisitor.OpenAsync(server.Url);
        using var ours = await ConnectAsync(one.Token);
        using var theirs = await ConnectAsync(other.Token);
        await EchoAsync(ours, "ours");
        await EchoAsync(theirs, "theirs");

        var wire = (await one.AskAsync("""{"ask":"wire"}""")).GetProperty("wire");

        Assert.StartsWith("GET /lab/socket?… HTTP/1.1\r\n", wire.GetProperty("head").GetString());
        Assert.DoesNotContain(one.Token, wire.GetProperty("head").GetString());
        Assert.Contains("Cookie: …\r\n", wire.GetProperty("head").GetString());
        var down = BytesOf(wire, isUp: false);
        Assert.StartsWith("HTTP/1.1 101 Switching Protocols\r\n", down);
        Assert.EndsWith("\r\n\r\n\u0081\u0004ours", down);
        var up = BytesOf(wire, isUp: true);
        Assert.Equal("\u0081\u0084", up[..2]); // FIN and text, masked and 4 bytes
        Assert.Equal("ours", new string([.. up[6..].Select((letter, index) => (char)(letter ^ up[2 + (index % 4)]))]));
        Assert.Equal(10, up.Length);
    }

    [Fact]
    public async Task Echo_InPieces_HasFragmentsOf125Bytes()
    {
        await using var visitor = await LabVisitor.OpenAsync(server.Url);
        using var socket = await ConnectAsync(visitor.Token, "&pieces");

        await EchoAsync(socket, new string('x', 300));

        var down = BytesOf((await visitor.AskAsync("""{"ask":"wire"}""")).GetProperty("wire"), isUp: false).Split("\r\n\r\n")[1];
        Assert.Equal("\u0001\u007d" + new string('x', 125) + "\u0000\u007d" + new string('x', 125) + "\u0080\u0032" + new string('x', 50), down);
    }

    [Fact]
    public async Task Wire_KeepsNoMoreThanItsBound()
    {
        await using var visitor = await LabVisitor.OpenAsync(server.Url);
        using var socket = await ConnectAsync(visitor.Token);
        for (var count = 0; count < 10; count++)
        {
            await EchoAsync(socket, new string('x', LabLimits.MaxEcho));
        }

        var wire = (await visitor.AskAsync("""{"ask":"wire"}""")).GetProperty("wire");
        Assert.InRange(BytesOf(wire, isUp: true).Length + BytesOf(wire, isUp: false).Length, 1, LabLimits.CapturedBytes);
        Assert.True(wire.GetProperty("dropped").GetInt64() > 0);
    }

    [Fact]
    public async Task Socket_TooLongAMessage_IsClosedWith1009()
    {
        await using var visitor = await LabVisitor.OpenAsync(server.Url);
        using var socket = await ConnectAsync(visitor.Token);

        await socket.SendAsync(new byte[LabLimits.MaxEcho + 1], WebSocketMessageType.Binary, endOfMessage: true, default);
        await socket.ReceiveAsync(new byte[16], default);

        Assert.Equal(WebSocketCloseStatus.MessageTooBig, socket.CloseStatus);
    }

    [Fact]
    public async Task Socket_OfAPageThatIsClosed_Ends()
    {
        await using var visitor = await LabVisitor.OpenAsync(server.Url);
        using var socket = await ConnectAsync(visitor.Token);

        await visitor.Control.CloseAsync();

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[16], default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?lab=")]
    [InlineData("?lab=AAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Socket_WithoutAToken_IsForbidden(string query)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(server.Url, "lab/socket" + query));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Socket_WithoutUpgrade_AsksForIt()
    {
        await using var visitor = await LabVisitor.OpenAsync(server.Url);
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(server.Url, $"lab/socket?lab={visitor.Token}"));
        Assert.Equal(HttpStatusCode.UpgradeRequired, answer.StatusCode);
    }

    private async Task<ClientWebSocket> ConnectAsync(string token, string more = "")
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", "id=secret");
        await socket.ConnectAsync(new Uri($"ws://{server.Url.Authority}/lab/socket?lab={token}{more}"), default);
        return socket;
    }

    private static async Task EchoAsync(ClientWebSocket socket, string text)
    {
        await socket.SendAsync(Encoding.ASCII.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, default);
        var buffer = new byte[LabLimits.MaxEcho];
        var length = 0;
        for (ValueWebSocketReceiveResult part = default; !part.EndOfMessage; length += part.Count)
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(length), default);
        }

        Assert.Equal(text, Encoding.ASCII.GetString(buffer, 0, length));
    }

    private static string BytesOf(JsonElement wire, bool isUp) => string.Concat(wire.GetProperty("pieces").EnumerateArray()
        .Where(piece => piece.GetProperty("isUp").GetBoolean() == isUp)
        .Select(piece => Encoding.Latin1.GetString(piece.GetProperty("bytes").GetBytesFromBase64())));
}
