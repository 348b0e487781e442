namespace MultiTransport.AspNetCore.Doctor;

/// <summary>The table of fingerprints: what products add to requests and answers, and what they take from them. Each was seen on the product itself or is documented by its maker.</summary>
internal static class Fingerprints
{
    /// <summary>The header that clients send with capitals to see whether they arrive.</summary>
    public const string SpellingHeader = "X-Doctor-Spelling";

    private const string SpellingArrivedLow = "x-doctor-spelling";
    private const Confidence Sure = Confidence.Certain;
    private const Confidence Likely = Confidence.Likely;
    private const Confidence Maybe = Confidence.Possible;

    private static readonly Fingerprint[] Table =
    [
        new(Product.Nginx, Sure, static r => Answer(r, "Server", "nginx")),
        new(Product.Nginx, Likely, static r => IsHttp10(r) && Says(r, "Connection", "close") is { } close && !r.Head!.Has("Via") ? $"the server got HTTP/1.0 with {close}, as nginx before 1.29.7 sends it as installed" : null),
        new(Product.HAProxy, Maybe, static r => SpeltLow(r) && !r.Head!.Has("Connection") && !r.Head.Has("X-Envoy-External-Address") && !r.Head.Has("X-Request-Id") ? $"the header {SpellingHeader} arrived as {SpellingArrivedLow}, and no Connection" : null),
        new(Product.Apache, Sure, static r => Answer(r, "Server", "Apache/")),
        new(Product.Apache, Likely, static r => Has(r, "X-Forwarded-Host", "X-Forwarded-Server") is { } found && !r.Head!.Has("X-Real-Ip") ? found : null),
        new(Product.Varnish, Sure, static r => Has(r, "X-Varnish") ?? AnswerHas(r, "X-Varnish")),
        new(Product.Caddy, Sure, static r => Answer(r, "Server", "Caddy") ?? Says(r, "Via", "Caddy") ?? Answer(r, "Via", "Caddy")),
        new(Product.Lighttpd, Sure, static r => Answer(r, "Server", "lighttpd")),
        new(Product.Lighttpd, Likely, static r => Has(r, "X-Host") is { } found && Says(r, "Connection", "close") is { } close ? $"{found}, {close}" : null),
        new(Product.TrafficServer, Sure, static r => Says(r, "Via", "traffic_server") ?? Answer(r, "Server", "ATS/") ?? Answer(r, "Via", "ApacheTrafficServer")),
        new(Product.H2o, Sure, static r => Answer(r, "Server", "h2o")),
        new(Product.Nghttpx, Sure, static r => Says(r, "Via", "nghttpx") ?? Answer(r, "Via", "nghttpx")),
        new(Product.Traefik, Likely, static r => Has(r, "X-Forwarded-Server", "X-Real-Ip", "X-Forwarded-Port")),
        new(Product.Envoy, Sure, static r => Has(r, "X-Envoy-External-Address") ?? Has(r, "X-Envoy-Expected-Rq-Timeout-Ms") ?? Answer(r, "Server", "envoy")),
        new(Product.Cloudflare, Sure, static r => Has(r, "Cf-Ray") ?? Answer(r, "Server", "cloudflare")),
        new(Product.CloudFront, Sure, static r => Has(r, "X-Amz-Cf-Id") ?? Says(r, "Via", "CloudFront")),
        new(Product.LoadBalancer, Likely, static r => Has(r, "X-Amzn-Trace-Id")),
        new(Product.AppService, Sure, static r => Has(r, "X-ARR-LOG-ID") ?? Has(r, "X-SITE-DEPLOYMENT-ID")),
        new(Product.AppGateway, Sure, static r => Has(r, "X-AppGW-Trace-Id")),
        new(Product.FrontDoor, Sure, static r => Has(r, "X-Azure-FDID")),
        new(Product.GoogleBalancer, Likely, static r => Says(r, "Via", "1.1 google") ?? Has(r, "X-Cloud-Trace-Context")),
        new(Product.Heroku, Sure, static r => Says(r, "Via", "vegur") ?? Says(r, "Via", "heroku-router")),
        new(Product.Squid, Sure, static r => Says(r, "Via", "(squid") ?? Answer(r, "Via", "(squid") ?? Has(r, "Surrogate-Capability")),
        new(Product.Squid, Maybe, static r => Says(r, "Cache-Control", "max-age=259200")),
        new(Product.Tinyproxy, Sure, static r => Says(r, "Via", "tinyproxy") ?? Answer(r, "Via", "tinyproxy")),
        new(Product.E2guardian, Likely, static r => Accepts(r, "identity,gzip,deflate")),
        new(Product.Ziproxy, Likely, static r => Accepts(r, "gzip") is { } only && Says(r, "Connection", "close") is { } close && !r.Head!.Has("X-Varnish") ? $"{only}, {close}" : null),
        new(Product.Privoxy, Maybe, static r => r.Socket.Verdict == SocketVerdict.UpSwallowed && r.Sse.IsHeld && r.Octet.Works ? "WebSockets open and swallow what the client sends, event streams are held, other types flow: so does Privoxy" : null),
        new(Product.BlueCoat, Sure, static r => Has(r, "X-BlueCoat-Via")),
    ];

    /// <summary>The products that gave themselves away, each once, by its strongest evidence.</summary>
    public static IReadOnlyList<Recognised> Find(Readings readings) =>
    [
        .. Table.Select(mark => (mark, evidence: mark.Find(readings)))
            .Where(static found => found.evidence is not null)
            .OrderBy(static found => found.mark.Confidence)
            .Select(static found => new Recognised(found.mark.Product, found.evidence!, found.mark.Confidence))
            .DistinctBy(static found => found.Product),
    ];

    /// <summary>Whether somebody on the way added or changed a header, so that a page can mark it. Browsers and the command line say br, send this spelling and keep connections.</summary>
    public static bool IsTelling(SeenHeader header) => Telling.Contains(header.Name) || header.Name switch
    {
        SpellingArrivedLow => true,
        _ when header.Name.Equals("Accept-Encoding", StringComparison.OrdinalIgnoreCase) => header.Value?.Contains("br", StringComparison.Ordinal) == false,
        _ when header.Name.Equals("Connection", StringComparison.OrdinalIgnoreCase) => header.Value?.Contains("close", StringComparison.OrdinalIgnoreCase) == true,
        _ => false,
    };

    private static readonly HashSet<string> Telling = new(StringComparer.OrdinalIgnoreCase)
    {
        "Via", "X-Varnish", "X-Forwarded-Host", "X-Forwarded-Server", "X-Host", "Client-ip", "Surrogate-Capability", "X-BlueCoat-Via", "Cf-Ray", "X-Amz-Cf-Id", "X-Amzn-Trace-Id",
        "X-ARR-LOG-ID", "X-SITE-DEPLOYMENT-ID", "X-AppGW-Trace-Id", "X-Azure-FDID", "X-Cloud-Trace-Context", "X-Envoy-External-Address", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-Ip", "Proxy-Connection", "X-Forwarded-Port",
    };

    public static bool IsHttp10(Readings readings) => readings.Head?.Protocol is "HTTP/1.0";

    private static bool SpeltLow(Readings readings) =>
        readings.Head is { Protocol: "HTTP/1.1" } head && string.Equals(head.Spelling(SpellingHeader), SpellingArrivedLow, StringComparison.Ordinal);

    private static string? Has(Readings readings, params string[] names) =>
        readings.Head is { } head && names.All(head.Has) ? $"the request arrived with {string.Join(" and ", names)}" : null;

    private static string? AnswerHas(Readings readings, string name) => readings.Answer.Has(name) ? $"the answer has {name}" : null;

    private static string? Says(Readings readings, string name, string part) =>
        readings.Head?[name] is { } value && value.Contains(part, StringComparison.OrdinalIgnoreCase) ? $"{name}: {value}" : null;

    private static string? Answer(Readings readings, string name, string part) =>
        readings.Answer[name] is var value && value.Contains(part, StringComparison.OrdinalIgnoreCase) ? $"the answer has {name}: {value}" : null;

    private static string? Accepts(Readings readings, string exactly) =>
        readings.Head?["Accept-Encoding"] is { Length: > 0 } value && value.Replace(" ", "", StringComparison.Ordinal) == exactly ? $"the request arrived with Accept-Encoding: {value}" : null;
}
