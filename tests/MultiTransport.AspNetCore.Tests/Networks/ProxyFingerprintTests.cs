using Microsoft.AspNetCore.Http;

namespace MultiTransport.AspNetCore.Tests.Networks;

public sealed class ProxyFingerprintTests
{
    [Theory]
    [InlineData("none", "HTTP/1.1")]
    [InlineData("http10 connection-close", "HTTP/1.0", "Connection: close")] // nginx before 1.29.7
    [InlineData("http2", "HTTP/2")]
    [InlineData("via via-squid x-forwarded-for cache-control-of-squid", "HTTP/1.1", "Via: 1.1 fw.corp.example (squid/5.7)", "X-Forwarded-For: 10.0.0.7", "Cache-Control: max-age=259200")]
    [InlineData("via via-squid", "HTTP/1.1", "Via: 1.1 other.example (squid/6.1)")]
    [InlineData("via via-varnish x-varnish accepts-gzip-only", "HTTP/1.1", "Via: 1.1 varnish", "X-Varnish: 32770", "Accept-Encoding: gzip")]
    [InlineData("via via-tinyproxy", "HTTP/1.1", "Via: 1.1 tinyproxy (tinyproxy/1.11.1)")]
    [InlineData("via via-traffic-server client-ip", "HTTP/1.1", "Via: http/1.1 traffic_server[b8:27:eb:2f:11:3a]", "Client-ip: 10.0.0.7")]
    [InlineData("connection-close x-host", "HTTP/1.1", "Connection: close, te", "X-Host: example")]
    [InlineData("accepts-identity-gzip-deflate", "HTTP/1.1", "Accept-Encoding: identity,gzip,deflate")]
    [InlineData("via", "HTTP/1.1", "Via: 1.1 alice-laptop.home (mystery/1)")]
    [InlineData("none", "HTTP/1.1", "Accept-Encoding: gzip, deflate, br", "User-Agent: somebody", "Cookie: a=b", "X-Employee: 4711")]
    public void Only_words_of_the_list_are_kept(string expected, string protocol, params string[] headers)
    {
        var request = new DefaultHttpContext().Request;
        request.Protocol = protocol;
        foreach (var header in headers)
        {
            request.Headers.Append(header.Split(": ", 2)[0], header.Split(": ", 2)[1]);
        }

        Assert.Equal(expected, ProxyWords.Of(ProxyFingerprint.Of(request)));
    }

    [Fact]
    public void TLS_makes_another_network_since_it_decides_what_proxies_see()
    {
        var request = new DefaultHttpContext().Request;
        request.Scheme = "https";
        Assert.Equal(ProxySigns.Https, ProxyFingerprint.Of(request));
    }

    [Fact]
    public void Hostile_headers_are_read_in_no_time()
    {
        var request = new DefaultHttpContext().Request;
        for (var i = 0; i < 100; i++)
        {
            request.Headers.Append("Via", new string('\u0001', 1_000) + "(squi d)");
        }

        request.Headers.AcceptEncoding = new string('g', 8_000);
        Assert.Equal(ProxySigns.Via, ProxyFingerprint.Of(request));
    }
}
