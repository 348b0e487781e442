using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MultiTransport.AspNetCore.Tests.Wire;

public sealed class TlsBytesTests
{
    [Fact]
    public async Task Http1_CountsHandshakeAndRecordsApart()
    {
        await using var wire = await WireEdge.StartAsync(HttpProtocols.Http1AndHttp2, tls: true);
        using (var http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = TestCertificate.Accept } }))
        {
            for (var i = 0; i < 3; i++)
            {
                await http.GetStringAsync(wire.Address("/other", "https")).WithTimeout();
            }

            var answer = await http.GetStringAsync(wire.Address("/echo?wait=0", "https")).WithTimeout();
            var credential = System.Text.Json.JsonDocument.Parse(answer).RootElement.GetProperty("session").GetString()!;
            var row = wire.Rows(credential)["shortpoll"];

            // The others came first and bore the handshake; this one has a record of 22 bytes more than what is in it each way.
            Assert.InRange(row.Up.Tls, 22, 60);
            Assert.InRange(row.Down.Tls, 22, 60);
            Assert.Equal(row.Up.Total - row.Up.Tls, row.Up.Headers);
        }

        await wire.WhenEndedAsync(1);
        wire.IsExact();
        Assert.InRange(wire.Meter.Unattributed().Down.Tls, 500, 5000);
    }

    [Fact]
    public async Task Handshake_ThatFails_IsNobodys()
    {
        await using var wire = await WireEdge.StartAsync(HttpProtocols.Http1AndHttp2, tls: true);
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, wire.Relay.Port);
            await using var tls = new SslStream(client.GetStream());
            await Assert.ThrowsAnyAsync<Exception>(() => tls.AuthenticateAsClientAsync("localhost"));
        }

        await wire.WhenEndedAsync(1);
        var (connection, nobodys) = (Assert.Single(wire.Meter.Connections()), wire.Meter.Unattributed());
        Assert.Equal((wire.Relay.Up, wire.Relay.Up, 0), (connection.Received, connection.TlsReceived, connection.Sent - connection.TlsSent));
        Assert.Equal((connection.Received, connection.Sent), (nobodys.Up.Total, nobodys.Down.Total));
    }

    [Fact]
    public async Task UseWireAccounting_AfterUseHttps_SaysSo()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Builder = builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
                IPAddress.Loopback, 0, listen => listen.UseHttps(TestCertificate.Create()).UseWireAccounting())),
        });
        var port = new Uri(edge.Host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Last()).Port;
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await using var tls = new SslStream(client.GetStream(), false, TestCertificate.Accept);
        await tls.AuthenticateAsClientAsync("localhost");
        var log = await edge.Host.Logs.WhenAsync(static log => log.Exception is InvalidOperationException).WithTimeout();
        Assert.Contains("call it before", log.Exception!.Message, StringComparison.Ordinal);
    }
}
