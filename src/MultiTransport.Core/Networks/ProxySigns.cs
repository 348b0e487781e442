namespace MultiTransport;

/// <summary>
/// What the requests of a network show of the proxies that they came through: how they write headers. The vocabulary is fixed, so that nothing else of a
/// request can be kept.
/// </summary>
[Flags]
internal enum ProxySigns : long
{
    None = 0,
    Https = 1L << 0,
    Http10 = 1L << 1,
    Http2 = 1L << 2,
    Http3 = 1L << 3,
    ConnectionClose = 1L << 4,
    Via = 1L << 5,
    ViaSquid = 1L << 6,
    ViaVarnish = 1L << 7,
    ViaTinyproxy = 1L << 8,
    ViaNghttpx = 1L << 9,
    ViaTrafficServer = 1L << 10,
    ViaHeroku = 1L << 11,
    ViaGoogle = 1L << 12,
    ViaCloudFront = 1L << 13,
    ViaAkamai = 1L << 14,
    ViaCaddy = 1L << 15,
    ViaHaproxy = 1L << 16,
    Forwarded = 1L << 17,
    XForwardedFor = 1L << 18,
    XForwardedHost = 1L << 19,
    XForwardedProto = 1L << 20,
    XForwardedServer = 1L << 21,
    XRealIp = 1L << 22,
    XVarnish = 1L << 23,
    SurrogateCapability = 1L << 24,
    ClientIp = 1L << 25,
    XHost = 1L << 26,
    CfRay = 1L << 27,
    XAmznTraceId = 1L << 28,
    XAzureRef = 1L << 29,
    XArrLogId = 1L << 30,
    XBlueCoatVia = 1L << 31,
    CacheControlOfSquid = 1L << 32,
    AcceptsGzipOnly = 1L << 33,
    AcceptsIdentityGzipDeflate = 1L << 34,

    /// <summary>One of the many that a prefix shows beyond those that are told apart.</summary>
    Others = 1L << 62,
}
