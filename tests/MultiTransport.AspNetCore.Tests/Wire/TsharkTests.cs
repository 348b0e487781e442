using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MultiTransport.AspNetCore.Tests.Wire;

public sealed class TsharkTests
{
    private const int Messages = 20;

    [TsharkFact]
    public async Task EveryTransport_OverHttp1_AgreesWithThePackets()
    {
        await using var wire = await WireEdge.StartAsync();
        await using var capture = await PacketCapture.StartAsync(wire.Port);
        foreach (var transport in new[] { "shortpoll", "sse", "stream", "websocket", "longpoll" })
        {
            SdkClient client;
            await using (var opening = await RawHttp.ConnectAsync(wire.Port))
            {
                await opening.RequestAsync("POST", "/echo/negotiate", new Wish().ToJson());
                var response = await opening.ReadResponseAsync().WithTimeout();
                var negotiated = Negotiated.Parse(await response.ReadBodyAsync().WithTimeout());
                client = new SdkClient(wire.Edge, negotiated.Id, negotiated.Secret);
            }

            await EchoAsync(wire, client, transport);
            await AgreeAsync(wire, capture, client.IdText, transport);
        }
    }

    [TsharkFact]
    public async Task NativeClients_AgreeWithThePackets()
    {
        await using var wire = await WireEdge.StartAsync();
        await using var capture = await PacketCapture.StartAsync(wire.Port);
        foreach (var (accept, transport) in new[] { ("text/event-stream", "sse"), ("application/x-ndjson", "stream"), ("application/json", "longpoll") })
        {
            await using var raw = await RawHttp.ConnectAsync(wire.Port);
            await raw.RequestAsync("GET", "/echo", null, ("Accept", accept));
            var response = await raw.ReadResponseAsync().WithTimeout();
            await response.ReadAsync().WithTimeout();
            await raw.DisposeAsync();
            await AgreeAsync(wire, capture, response.Head["MultiTransport-Session"]!, transport);
        }
    }

    [TsharkFact]
    public async Task Http2AndTls_AgreeWithThePackets()
    {
        foreach (var (protocols, tls, version) in new[]
        {
            (HttpProtocols.Http2, false, HttpVersion.Version20),
            (HttpProtocols.Http1AndHttp2, true, HttpVersion.Version20),
            (HttpProtocols.Http1AndHttp2, true, HttpVersion.Version11),
        })
        {
            await using var wire = await WireEdge.StartAsync(protocols, tls);
            await using var capture = await PacketCapture.StartAsync(wire.Port);
            string credential;
            using (var http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = TestCertificate.Accept } })
            {
                DefaultRequestVersion = version,
                DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            })
            {
                var address = new Uri($"{(tls ? "https" : "http")}://127.0.0.1:{wire.Port}/echo?wait=0");
                var opened = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync(address).WithTimeout()).RootElement;
                credential = opened.GetProperty("session").GetString()!;
                for (var i = 0; i < Messages; i++)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, address)
                    {
                        Version = version,
                        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                        Headers = { { "MultiTransport-Session", credential } },
                        Content = new StringContent(new string('t', 50 * i)),
                    };
                    using var answer = await http.SendAsync(request).WithTimeout();
                    Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                }
            }

            await AgreeAsync(wire, capture, credential, "shortpoll");
        }
    }

    private static async Task EchoAsync(WireEdge wire, SdkClient client, string transport)
    {
        if (transport == "websocket")
        {
            await using var raw = await RawWebSocket.ConnectAsync(new Uri($"http://127.0.0.1:{wire.Port}/echo/ws"), SdkClient.SubProtocol).WithTimeout();
            var socket = new SdkSocket(raw);
            await raw.SendBinaryAsync(SdkClient.Body(client.Take()));
            for (var i = 0; i < Messages; i++)
            {
                await socket.SendAsync(WireFrame.Text($"message {i}"));
                while ((await socket.FrameAsync()).Type != WireFrameType.Text)
                {
                }
            }

            await raw.SendCloseAsync();
            while (await raw.ReadFrameAsync().WithTimeout() is not null)
            {
            }
        }
        else if (transport is "sse" or "stream")
        {
            await using var raw = await RawHttp.ConnectAsync(wire.Port);
            await using var sending = await RawHttp.ConnectAsync(wire.Port);
            await raw.RequestAsync("POST", $"/echo/{transport}", SdkClient.Body(client.Take()));
            await using var held = new HeldAnswer(raw, await raw.ReadResponseAsync().WithTimeout());
            for (var i = 0; i < Messages; i++)
            {
                await sending.RequestAsync("POST", "/echo/send", SdkClient.Body(client.Attach(WireAttachMode.Send, upstream: i), WireFrame.Text($"message {i}")));
                await (await sending.ReadResponseAsync().WithTimeout()).ReadBodyAsync().WithTimeout();
                while ((await held.FrameAsync())!.Type != WireFrameType.Text)
                {
                }
            }
        }
        else
        {
            await using var raw = await RawHttp.ConnectAsync(wire.Port);
            for (var i = 0; i < Messages; i++)
            {
                var take = client.Take(received: i, upstream: i, hold: transport == "longpoll" ? 5000 : 0);
                await raw.RequestAsync("POST", "/echo/poll", SdkClient.Body(take, WireFrame.Text($"message {i}")));
                await (await raw.ReadResponseAsync().WithTimeout()).ReadBodyAsync().WithTimeout();
            }
        }
    }

    /// <summary>Compares what has ended since the last time with the packets: to the byte, connection by connection and for the transport's row.</summary>
    private static async Task AgreeAsync(WireEdge wire, PacketCapture capture, string credential, string transport)
    {
        await wire.WhenEndedAsync(wire.Meter.Connections().Count);
        (long Up, long Down) packets = default;
        foreach (var connection in wire.Meter.Connections().Where(connection => connection.Received > 0))
        {
            var seen = await capture.OfAsync(((IPEndPoint)connection.Remote!).Port);
            Assert.Equal(seen, (connection.Received, connection.Sent));
            packets = (packets.Up + seen.Up, packets.Down + seen.Down);
        }

        var all = wire.Meter.ByTransport().Values.Aggregate(wire.Meter.Unattributed(), static (sum, usage) => sum + usage);
        Assert.Equal(packets, (all.Up.Total, all.Down.Total));
        Assert.True(wire.Rows(credential)[transport].Up.Total > 0);
    }
}
