using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MultiTransport.AspNetCore.Tests.Wire;

public sealed class Http2BytesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connection_OfOneSession_IsItsSessionsWhole(bool tls)
    {
        await using var wire = await StartAsync(tls);
        SdkClient client;
        using (var http = Client())
        {
            client = await OpenAsync(wire, http, tls);
            for (var i = 0; i < 40; i++)
            {
                await PollAsync(wire, http, tls, client, i, new string('p', 10 * i));
            }

            var live = wire.Rows(client);
            Assert.Equal((40, 0), (live["shortpoll"].Requests, live["shortpoll"].Connections));
            Assert.Equal((7800, 40, 7800, 40), (live["shortpoll"].Up.Payload, live["shortpoll"].Up.Messages, live["shortpoll"].Down.Payload, live["shortpoll"].Down.Messages));
        }

        await wire.WhenEndedAsync(1);
        wire.IsExact();
        Assert.Equal((0, 0), (wire.Meter.Unattributed().Up.Total, wire.Meter.Unattributed().Down.Total));
        var connection = Assert.Single(wire.Meter.Connections());
        Assert.Equal((true, tls), (connection.IsHttp2, connection.IsTls));
        Assert.Equal(tls, connection.TlsSent > 0 && connection.TlsReceived > 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connection_OfSeveralSessionsAndOthers_SharesItsBytesAmongThem(bool tls)
    {
        await using var wire = await StartAsync(tls);
        List<SdkClient> clients = [];
        using (var http = Client())
        {
            for (var i = 0; i < 3; i++)
            {
                clients.Add(await OpenAsync(wire, http, tls));
            }

            await Task.WhenAll(clients.Select((client, index) => Task.Run(async () =>
            {
                for (var i = 0; i < 25; i++)
                {
                    await PollAsync(wire, http, tls, client, i, new string('s', 100 * (index + 1)));
                    await http.GetStringAsync(Address(wire, tls, "/other"));
                }
            }))).WithTimeout();
        }

        await wire.WhenEndedAsync(wire.Relay.Connections.Count);
        wire.IsExact();
        var rows = clients.Select(client => wire.Rows(client)["shortpoll"]).ToArray();
        Assert.All(rows, row => Assert.Equal(25, row.Requests));
        Assert.True(rows[0].Up.Total < rows[1].Up.Total && rows[1].Up.Total < rows[2].Up.Total);
        Assert.All(rows, row => Assert.InRange(row.Up.Total - row.Up.Tls - row.Up.Payload, 25 * 60, 25 * 400));
        Assert.InRange(wire.Meter.Unattributed().Down.Total, 75 * 20, 75 * 300);
    }

    [Fact]
    public async Task HeldStream_IsFigureOfNow()
    {
        await using var wire = await StartAsync(tls: false);
        using var http = Client();
        var client = await OpenAsync(wire, http, tls: false);
        using var request = new HttpRequestMessage(HttpMethod.Post, Address(wire, false, "/echo/stream"))
        {
            Content = new ByteArrayContent(SdkClient.Body(client.Take(), WireFrame.Text("held"))),
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WithTimeout();
        await using var body = await response.Content.ReadAsStreamAsync();
        var reader = new WireReader();
        WireFrame? frame;
        do
        {
            var buffer = new byte[1024];
            reader.Append(buffer.AsSpan(0, await body.ReadAsync(buffer).WithTimeout()).ToArray());
            while (reader.TryRead(out frame) && frame.Type != WireFrameType.Text)
            {
            }
        }
        while (frame is null);
        var row = wire.Rows(client)["stream"];
        Assert.Equal((1, 4, 4), (row.Requests, row.Up.Payload, row.Down.Payload));
        Assert.InRange(row.Down.Headers, 9, 400);
        Assert.InRange(row.Down.Framing, 9 + 20, 200);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WebSocket_OverAStream_IsItsSessions(bool tls)
    {
        await using var wire = await StartAsync(tls);
        string credential = "";
        using (var http = Client())
        {
            using var socket = new ClientWebSocket();
            socket.Options.HttpVersion = HttpVersion.Version20;
            socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
            socket.Options.CollectHttpResponseDetails = true;
            await socket.ConnectAsync(wire.Address("/echo", tls ? "wss" : "ws"), http, default).WithTimeout();
            credential = socket.HttpResponseHeaders!["MultiTransport-Session"].Single();
            var buffer = new byte[100];
            await socket.SendAsync("over h2"u8.ToArray(), WebSocketMessageType.Text, true, default);
            var received = await socket.ReceiveAsync(buffer, default).WithTimeout();
            Assert.Equal("over h2", Encoding.UTF8.GetString(buffer, 0, received.Count));
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", default).WithTimeout();
        }

        await wire.WhenEndedAsync(1);
        wire.IsExact();
        var row = Assert.Single(wire.Rows(credential));
        Assert.Equal(("websocket", wire.Relay.Up, wire.Relay.Down), (row.Key, row.Value.Up.Total, row.Value.Down.Total));
        Assert.Equal((7, 1, 7, 1), (row.Value.Up.Payload, row.Value.Up.Messages, row.Value.Down.Payload, row.Value.Down.Messages));
    }

    private static Task<WireEdge> StartAsync(bool tls) => WireEdge.StartAsync(tls ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http2, tls);

    private static HttpClient Client() => new(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = TestCertificate.Accept } })
    {
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = TestTimeouts.Shared,
    };

    private static Uri Address(WireEdge wire, bool tls, string path) => wire.Address(path, tls ? "https" : "http");

    private static async Task<SdkClient> OpenAsync(WireEdge wire, HttpClient http, bool tls)
    {
        using var answer = await http.PostAsync(Address(wire, tls, "/echo/negotiate"), new ByteArrayContent(new Wish().ToJson()));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var negotiated = Negotiated.Parse(await answer.Content.ReadAsByteArrayAsync());
        return new SdkClient(wire.Edge, negotiated.Id, negotiated.Secret);
    }

    private static async Task PollAsync(WireEdge wire, HttpClient http, bool tls, SdkClient client, int number, string text)
    {
        var body = SdkClient.Body(client.Take(received: number, upstream: number), WireFrame.Text(text));
        using var answer = await http.PostAsync(Address(wire, tls, "/echo/poll"), new ByteArrayContent(body));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(WireReader.ReadAll(await answer.Content.ReadAsByteArrayAsync()), frame => frame.Type == WireFrameType.Text && frame.PayloadText == text);
    }
}
