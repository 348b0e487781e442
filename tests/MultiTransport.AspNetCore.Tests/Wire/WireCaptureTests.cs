using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MultiTransport.AspNetCore.Tests.Wire;

public sealed class WireCaptureTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Capture_OfARequest_ShowsItsBytesAboveTlsAndNoOthers(bool tls)
    {
        await using var wire = await WireEdge.StartAsync(tls: tls);
        using var http = Client();
        var scheme = tls ? "https" : "http";
        await http.GetStringAsync(wire.Address("/other", scheme)).WithTimeout();

        using var content = new StringContent("ping");
        using var answer = await http.PostAsync(wire.Address("/captured", scheme), content).WithTimeout();
        Assert.Equal("True ping", await answer.Content.ReadAsStringAsync());
        await http.GetStringAsync(wire.Address("/other", scheme)).WithTimeout();

        Assert.Single(wire.Relay.Connections); // all three on one
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", wire.Captured.SentText);
        Assert.Contains("True ping", wire.Captured.SentText);
        Assert.Equal("ping", wire.Captured.ReceivedText); // though it may have come together with the head
        Assert.DoesNotContain("nobody's", wire.Captured.SentText);
        Assert.DoesNotContain("GET /other", wire.Captured.ReceivedText);
        await http.PostAsync(wire.Address("/other", scheme), new StringContent("secret")).WithTimeout();
        Assert.DoesNotContain("secret", wire.Captured.ReceivedText);
    }

    [Fact]
    public async Task Capture_OverHttp2_IsRefused()
    {
        await using var wire = await WireEdge.StartAsync(HttpProtocols.Http2, tls: true);
        using var http = Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, wire.Address("/captured", "https"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent("ping"),
        };

        using var answer = await http.SendAsync(request).WithTimeout();

        Assert.Equal("False ping", await answer.Content.ReadAsStringAsync());
        Assert.Equal(("", ""), (wire.Captured.ReceivedText, wire.Captured.SentText));
    }

    [Fact]
    public async Task Capture_WhereNothingIsCounted_IsRefused()
    {
        await using var wire = await WireEdge.StartAsync();
        using var http = Client();

        using var answer = await http.PostAsync(wire.Edge.Host.Address("/captured"), new StringContent("ping")).WithTimeout();

        Assert.Equal("False ping", await answer.Content.ReadAsStringAsync());
        Assert.Equal(("", ""), (wire.Captured.ReceivedText, wire.Captured.SentText));
    }

    private static HttpClient Client() => new(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = TestCertificate.Accept } });
}
