namespace MultiTransport.Testing;

/// <content>Requests: refused, limited, changed; and the way itself.</content>
public static partial class NamedFaults
{
    private static IEnumerable<NamedFault> Refusals() =>
    [
        .. new[] { 502, 503, 504, 408, 413, 414, 431 }.Select(status => Row(
            $"posts-{status}", "balancers and limits, for three requests", TransportName.WebSocket, () => new AnsweredInstead(status) { Where = Requests.Next(3, Requests.Post) }) with { Recovers = true }),
        .. new[] { 502, 504 }.Select(status => Row(
            $"posts-{status}-after-processing", "gateways that lose the answer, three times", TransportName.WebSocket,
            () => new AnsweredInstead(status) { ForwardsFirst = true, Where = Requests.Next(3, request => Requests.Post(request) && !Held(request)) }) with { Recovers = true }),
        Row("held-503", "a gateway that allows no held answers", TransportName.LongPoll, Stripped, () => new AnsweredInstead(503) { Where = Held }),
        Row("proxy-authentication", "a company's proxy without a login", null, () => new AnsweredInstead(407) { Headers = [("Proxy-Authenticate", "Basic realm=\"proxy\"")] }) with { HttpAnswers = false },
        Row("portal-200", "a captive portal", null, () => new CaptivePortal()) with { HttpAnswers = false },
        Row("portal-302", "a captive portal on another site", null, () => new CaptivePortal { RedirectsTo = new Uri("http://portal.example/login") }) with { HttpAnswers = false },
        Row("another-site-json", "a wrong name: another application's API answers, and well", null, () => new AnsweredInstead(200) { ContentType = "application/json", Body = """{"session":null,"status":"ok","frames":[]}""" }) with { HttpAnswers = false },
        Row("another-site-empty-json", "the same with nothing in it", null, () => new AnsweredInstead(200) { ContentType = "application/json", Body = "{}" }) with { HttpAnswers = false },
        Row("moved-308", "a site that has moved to where nobody answers", null, () => new AnsweredInstead(308) { Headers = [("Location", "http://127.0.0.1:9/")] }) with { HttpAnswers = false },
        Row("another-protocol", "a port that was forwarded to the wrong service", null, () => new AnotherProtocol()) with { HttpAnswers = false },
        Row("posts-another-protocol", "the same for three requests, while a balancer moves", TransportName.WebSocket, () => new AnotherProtocol { Where = Requests.Next(3, Requests.Post) }) with { Recovers = true },
        Row("interim-answers", "gateways that send 102 and 103 first", TransportName.WebSocket, () => new InterimAnswers()),
        Row("get-and-post-403", "nginx limit_except", TransportName.WebSocket, () => new MethodsRefused()),
        Row("get-and-post-405", "strict firewalls", TransportName.WebSocket, () => new MethodsRefused(405)),
        Row("get-and-post-501", "lighttpd", TransportName.WebSocket, () => new MethodsRefused(501)),
        new NamedFault { Name = "down", Mirrors = "no way at all", HttpAnswers = false, BestTransport = null, Apply = proxy => proxy.Down = true },
        .. Poisons(),
    ];

    private static IEnumerable<NamedFault> Limits() =>
    [
        Row("unknown-headers-dropped", "gateways with a list of what they allow", TransportName.WebSocket, () => new HeadersDropped()),
        Row("te-dropped", "nginx, Squid, Varnish and most others", TransportName.WebSocket, () => new HeadersDropped { Names = ["TE"] }),
        Row("last-event-id-dropped", "strict gateways", TransportName.WebSocket, () => new HeadersDropped { Names = ["Last-Event-ID"] }),
        Row("header-names-lowered", "HAProxy", TransportName.WebSocket, () => new HeaderNamesLowered()),
        Row("url-2k", "the shortest URLs met", TransportName.WebSocket, () => new UrlLimited(2 * 1024)),
        Row("header-4k", "half of what nginx and Apache take", TransportName.WebSocket, () => new HeaderLimited(4 * 1024, 400)),
        Row("body-16k", "a firewall's limit, far below nginx' 1 MB", TransportName.WebSocket, () => new BodyLimited(16 * 1024)),
        Row("body-16k-without-upgrade", "the same where everything is a body", TransportName.Sse, Stripped, () => new BodyLimited(16 * 1024)),
        Row("request-body-held", "nginx, Apache, lighttpd, Privoxy", TransportName.WebSocket, () => new RequestBodyHeld()),
        Row("chunked-request-refused", "old proxies, ziproxy", TransportName.WebSocket, () => new ChunkedRequestRefused()),
    ];

    private static IEnumerable<NamedFault> Links() =>
    [
        Row("phone", "80 ms each way, 40 ms of jitter", TransportName.WebSocket, () => new Link { LatencyUp = Seconds(0.08), LatencyDown = Seconds(0.08), Jitter = Seconds(0.04) }),
        Row("satellite", "300 ms each way", TransportName.WebSocket, () => new Link { LatencyUp = Seconds(0.3), LatencyDown = Seconds(0.3) }),
        Row("modem", "4 KB/s", TransportName.WebSocket, () => new Link { BytesPerSecondUp = 4_000, BytesPerSecondDown = 4_000 }),
        Row("slow-loris", "200 bytes a second", TransportName.WebSocket, () => new Link { BytesPerSecondUp = 200, BytesPerSecondDown = 200 }) with { HttpAnswers = false },
        new NamedFault { Name = "six-connections", Mirrors = "browsers, shared by tabs", BestTransport = TransportName.WebSocket, Apply = proxy => proxy.MaxConnections = 6 },
        Row("random-resets", "a lossy radio", TransportName.WebSocket, () => new RandomResets(7, 0.01)),
    ];
}
