using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace MultiTransport.AspNetCore;

/// <summary>
/// Reads from a request how the proxies on its way write headers. Which of these a client made up does not matter: a liar gets a network of his own.
/// The client's address is not read here; it is the host's, which trusts forwarded headers only as it was told to.
/// </summary>
internal static class ProxyFingerprint
{
    private static readonly (string Header, ProxySigns Sign)[] Headers =
    [
        ("Forwarded", ProxySigns.Forwarded),
        ("X-Forwarded-For", ProxySigns.XForwardedFor),
        ("X-Original-For", ProxySigns.XForwardedFor), // what the host's middleware makes of it
        ("X-Forwarded-Host", ProxySigns.XForwardedHost),
        ("X-Original-Host", ProxySigns.XForwardedHost),
        ("X-Forwarded-Proto", ProxySigns.XForwardedProto),
        ("X-Original-Proto", ProxySigns.XForwardedProto),
        ("X-Forwarded-Server", ProxySigns.XForwardedServer),
        ("X-Real-IP", ProxySigns.XRealIp),
        ("X-Varnish", ProxySigns.XVarnish),
        ("Surrogate-Capability", ProxySigns.SurrogateCapability),
        ("Client-ip", ProxySigns.ClientIp),
        ("X-Host", ProxySigns.XHost),
        ("CF-Ray", ProxySigns.CfRay),
        ("X-Amzn-Trace-Id", ProxySigns.XAmznTraceId),
        ("X-Azure-Ref", ProxySigns.XAzureRef),
        ("X-ARR-LOG-ID", ProxySigns.XArrLogId),
        ("X-BlueCoat-Via", ProxySigns.XBlueCoatVia),
    ];

    private static readonly (string Product, ProxySigns Sign)[] Products =
    [
        ("squid", ProxySigns.ViaSquid),
        ("varnish", ProxySigns.ViaVarnish),
        ("tinyproxy", ProxySigns.ViaTinyproxy),
        ("nghttpx", ProxySigns.ViaNghttpx),
        ("traffic_server", ProxySigns.ViaTrafficServer),
        ("trafficserver", ProxySigns.ViaTrafficServer),
        ("vegur", ProxySigns.ViaHeroku),
        ("heroku", ProxySigns.ViaHeroku),
        ("google", ProxySigns.ViaGoogle),
        ("cloudfront", ProxySigns.ViaCloudFront),
        ("akamai", ProxySigns.ViaAkamai),
        ("caddy", ProxySigns.ViaCaddy),
        ("haproxy", ProxySigns.ViaHaproxy),
    ];

    public static ProxySigns Of(HttpRequest request)
    {
        var signs = Protocol(request);
        foreach (var (header, sign) in Headers)
        {
            if (request.Headers.ContainsKey(header))
            {
                signs |= sign;
            }
        }

        return signs | Via(request.Headers.Via) | Oddities(request.Headers);
    }

    private static ProxySigns Protocol(HttpRequest request)
    {
        var signs = request.IsHttps ? ProxySigns.Https : ProxySigns.None;
        return signs | request.Protocol switch
        {
            var protocol when HttpProtocol.IsHttp10(protocol) => ProxySigns.Http10,
            var protocol when HttpProtocol.IsHttp2(protocol) => ProxySigns.Http2,
            var protocol when HttpProtocol.IsHttp3(protocol) => ProxySigns.Http3,
            _ => ProxySigns.None,
        };
    }

    /// <summary>The products that are known; versions, hosts and everything else is passed over.</summary>
    private static ProxySigns Via(StringValues via)
    {
        var signs = via.Count == 0 ? ProxySigns.None : ProxySigns.Via;
        foreach (var line in via)
        {
            foreach (var (product, sign) in Products)
            {
                if (line?.Contains(product, StringComparison.OrdinalIgnoreCase) == true)
                {
                    signs |= sign;
                }
            }
        }

        return signs;
    }

    private static ProxySigns Oddities(IHeaderDictionary headers)
    {
        var signs = headers.Connection.ToString().Contains("close", StringComparison.OrdinalIgnoreCase) ? ProxySigns.ConnectionClose : ProxySigns.None;
        signs |= headers.CacheControl.ToString() == "max-age=259200" ? ProxySigns.CacheControlOfSquid : ProxySigns.None;
        return signs | headers.AcceptEncoding.ToString() switch
        {
            "gzip" => ProxySigns.AcceptsGzipOnly,
            "identity,gzip,deflate" => ProxySigns.AcceptsIdentityGzipDeflate,
            _ => ProxySigns.None,
        };
    }
}
