using MultiTransport.Testing;

namespace MultiTransport.Networks.Tests.Rows;

/// <summary>What the doctor must find in a row: the transport it names, the culprits by their names, the worst first, and a product that gives itself away.</summary>
internal sealed record DoctorFindings(string? Transport, string? Product, params IReadOnlyList<string> Culprits)
{
    private static readonly Dictionary<string, DoctorFindings> Known = new()
    {
        ["nginx-tuned"] = new(TransportName.WebSocket, "nginx"),
        ["nginx-default"] = new(TransportName.Sse, "nginx", "http-1.0-upstream"),
        ["nginx-buffering"] = new(TransportName.LongPoll, "nginx", "http-1.0-upstream"),
        ["nginx-gzip"] = new(TransportName.Sse, "nginx", "upgrade-removed"),
        ["nginx-half"] = new(TransportName.Sse, "nginx", "upgrade-removed"),
        ["nginx-methods"] = new(TransportName.Sse, "nginx", "http-1.0-upstream"),
        ["nginx-replays"] = new(TransportName.Sse, "nginx", "http-1.0-upstream"),
        ["nginx-portal"] = new(null, null, "portal"),
        ["apache"] = new(TransportName.Sse, "Apache httpd", "upgrade-removed"),
        ["lighttpd"] = new(TransportName.LongPoll, "lighttpd", "full-buffering", "upgrade-removed"),
        ["caddy-buffers"] = new(TransportName.LongPoll, "Caddy", "full-buffering", "handshake-answer-lost"),
        ["h2o"] = new(TransportName.Sse, "h2o", "upgrade-removed"),
        ["nghttpx"] = new(TransportName.WebSocket, "nghttpx"),
        ["haproxy-default"] = new(TransportName.WebSocket, "HAProxy", "pieces-late"),
        ["haproxy-silent"] = new(TransportName.Sse, "HAProxy", "handshake-dropped", "pieces-late"),
        ["haproxy-tarpit"] = new(TransportName.Sse, "HAProxy", "handshake-dropped", "pieces-late"),
        ["haproxy-firewall"] = new(TransportName.Sse, "HAProxy", "handshake-refused", "pieces-late"),
        ["haproxy-replays"] = new(TransportName.Sse, "HAProxy", "upgrade-removed", "pieces-late"),
        ["squid-inspects"] = new(TransportName.Sse, "Squid", "upgrade-removed"),
        ["squid-passes"] = new(TransportName.WebSocket, null),
        ["squid-http"] = new(TransportName.Sse, "Squid", "handshake-refused"),
        ["squid-login"] = new(null, null, "proxy-authentication"),
        ["squid-login-tls"] = new(null, null, "proxy-authentication"),
        ["tinyproxy"] = new(TransportName.WebSocket, "tinyproxy"),
        ["privoxy"] = new(TransportName.Stream, "Privoxy", "content-filter"),
        ["e2guardian"] = new(TransportName.Stream, "e2guardian", "content-filter"),
        ["ziproxy"] = new(TransportName.LongPoll, "ziproxy", "compressing-proxy"),
        ["mitmproxy-swallows"] = new(TransportName.Sse, null, "websocket-swallowed"),
        ["mitmproxy-strips"] = new(TransportName.LongPoll, null, "full-buffering", "upgrade-removed"),
        ["mitmproxy-holds"] = new(TransportName.WebSocket, null, "full-buffering"),
        ["varnish"] = new(TransportName.Sse, "Varnish", "upgrade-removed", "cache"),
        ["trafficserver"] = new(TransportName.WebSocket, "Apache Traffic Server"),
    };

    /// <summary>Recommended configurations let everything through.</summary>
    public static DoctorFindings Of(string network) => Known.GetValueOrDefault(network) ?? new DoctorFindings(TransportName.WebSocket, null);
}
