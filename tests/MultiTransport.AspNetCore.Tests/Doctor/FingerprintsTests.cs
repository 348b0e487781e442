using MultiTransport.AspNetCore.Doctor;

namespace MultiTransport.AspNetCore.Tests.Doctor;

/// <summary>What products were seen to add to requests, and to take from them.</summary>
public sealed class FingerprintsTests
{
    [Theory]
    [InlineData("nginx", "HTTP/1.0", "Connection: close")]
    [InlineData("HAProxy", "HTTP/1.1", "x-doctor-spelling: as sent")]
    [InlineData("Squid", "HTTP/1.1", "Via: 1.1 host (squid/5.7)", "X-Forwarded-For: 10.0.0.1", "Cache-Control: max-age=259200")]
    [InlineData("Apache httpd", "HTTP/1.1", "X-Forwarded-Host: app.example", "X-Forwarded-Server: app.example")]
    [InlineData("Varnish", "HTTP/1.1", "X-Varnish: 32770", "Accept-Encoding: gzip")]
    [InlineData("lighttpd", "HTTP/1.1", "X-Host: app.example", "Connection: close, te")]
    [InlineData("Apache Traffic Server", "HTTP/1.1", "Client-ip: 10.0.0.1", "Via: http/1.1 traffic_server[8f2c]")]
    [InlineData("tinyproxy", "HTTP/1.1", "Via: 1.1 tinyproxy (tinyproxy/1.11.1)")]
    [InlineData("nghttpx", "HTTP/1.1", "Via: 1.1 nghttpx")]
    [InlineData("e2guardian", "HTTP/1.1", "Accept-Encoding: identity,gzip,deflate")]
    [InlineData("ziproxy", "HTTP/1.1", "Accept-Encoding: gzip", "Connection: close")]
    [InlineData("Cloudflare", "HTTP/1.1", "CF-Ray: 8f2c")]
    [InlineData("Amazon CloudFront", "HTTP/1.1", "Via: 2.0 abc.cloudfront.net (CloudFront)")]
    [InlineData("Azure Front Door", "HTTP/1.1", "X-Azure-FDID: 1")]
    [InlineData("Heroku's router", "HTTP/1.1", "Via: 1.1 vegur")]
    public void Find_HeadersOfAProduct_NamesItWithTheEvidence(string product, string protocol, params string[] headers)
    {
        var found = Find(protocol, headers);

        var recognised = Assert.Single(found, each => each.Product.Name == product);
        Assert.NotEmpty(recognised.Evidence);
    }

    [Theory]
    [InlineData("HTTP/1.1", "Connection: keep-alive", "X-Doctor-Spelling: as sent", "Accept-Encoding: gzip, deflate, br")]
    [InlineData("HTTP/1.1", "Connection: close", "X-Doctor-Spelling: as sent")] // any client may
    [InlineData("HTTP/2", "x-doctor-spelling: as sent")] // HTTP/2 has no capitals
    [InlineData("HTTP/1.0")] // and without Connection: close
    public void Find_HeadersOfNobody_NamesNobody(string protocol, params string[] headers) => Assert.Empty(Find(protocol, headers));

    [Fact]
    public void Find_AServerHeaderInTheAnswer_IsCertain()
    {
        var echo = new EchoProbe { Method = "GET", Status = 200, Head = new RequestHead { Protocol = "HTTP/1.0" }, Answer = [new SeenHeader { Name = "server", Value = "nginx/1.22.1" }] };

        var found = Readings.Of(new Observations { Echoes = [echo] }).Products;

        Assert.Equal([(Product.Nginx, Confidence.Certain)], found.Select(each => (each.Product, each.Confidence)));
    }

    private static IReadOnlyList<Recognised> Find(string protocol, string[] headers)
    {
        var seen = headers.Select(line => line.Split(": ", 2)).Select(parts => HeadEcho.See(parts[0], parts[1]));
        var echo = new EchoProbe { Method = "GET", Status = 200, Head = new RequestHead { Protocol = protocol, Headers = [.. seen] } };
        return Readings.Of(new Observations { Echoes = [echo] }).Products;
    }
}
