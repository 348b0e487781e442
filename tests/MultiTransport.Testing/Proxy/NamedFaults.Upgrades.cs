using System.Text;

namespace MultiTransport.Testing;

/// <content>WebSockets: how they do not open, do not carry, and die.</content>
public static partial class NamedFaults
{
    private static IEnumerable<NamedFault> Handshakes() =>
    [
        Row("direct", "nothing in between", TransportName.WebSocket),
        Row("upgrade-stripped", "nginx, Varnish, lighttpd, h2o, Squid inside TLS", TransportName.Sse, Stripped),
        Row("upgrade-token-stripped", "e2guardian, ziproxy", TransportName.Sse, () => new UpgradeStripped { What = StrippedHeaders.ConnectionToken }),
        Row("upgrade-only-stripped", "HAProxy with del-header Upgrade", TransportName.Sse, () => new UpgradeStripped { What = StrippedHeaders.UpgradeOnly }),
        Row("handshake-headers-stripped", "an ad blocker on a phone", TransportName.Sse, () => new UpgradeStripped { What = StrippedHeaders.Everything }),
        .. new[] { 403, 404, 426, 502, 503, 504 }.Select(status => Row(
            $"handshake-{status}", "web application firewalls, gateways, HAProxy deny", TransportName.Sse, () => new AnsweredInstead(status) { Where = Requests.Upgrade })),
        Row("handshake-200-empty", "Caddy that buffers, at its timeout", TransportName.Sse, () => new AnsweredInstead(200) { Body = "", Where = Requests.Upgrade }),
        Row("handshake-200-empty-late", "Caddy that buffers, after 3 s", TransportName.Sse, () => new AnsweredInstead(200) { Body = "", After = Seconds(3), Where = Requests.Upgrade }),
        Row("handshake-200-html", "a portal or block page for what it does not know", TransportName.Sse, () => new AnsweredInstead(200) { Where = Requests.Upgrade }),
        Row("handshake-black-holed", "firewalls that drop, HAProxy silent-drop", TransportName.Sse, () => new HandshakeBlackHoled()),
        Row("swallowed-up", "Privoxy, an antivirus of 2011", TransportName.Sse, () => new FramesSwallowed { Direction = ProxyDirection.Up }),
        Row("swallowed-down", "its mirror image", TransportName.Sse, () => new FramesSwallowed { Direction = ProxyDirection.Down }),
        Row("swallowed-both", "mitmproxy with a script, data-loss filters", TransportName.Sse, () => new FramesSwallowed()),
        Row("swallowed-later", "an inspection that begins after ten frames", TransportName.Sse, () => new FramesSwallowed { After = 10 }),
        Row("frame-corrupted-down", "an antivirus of 2016", TransportName.Sse, () => new ReservedBitCorrupted()),
        Row("frame-corrupted-up", "the same, the other way", TransportName.Sse, () => new ReservedBitCorrupted { Direction = ProxyDirection.Up }),
    ];

    private static IEnumerable<NamedFault> Deaths() =>
    [
        Row("websocket-reset-after-2s", "impatient address translators", TransportName.Sse, () => new LifetimeLimited(Seconds(2), CutKind.Reset) { Where = Requests.Upgrade }),
        Row("websocket-finished-after-2s", "edges that restart", TransportName.Sse, () => new LifetimeLimited(Seconds(2)) { Where = Requests.Upgrade }),
        Row("websocket-silent-after-2s", "a balancer that forgot the flow", TransportName.Sse, () => new LifetimeLimited(Seconds(2), CutKind.Silent) { Where = Requests.Upgrade }),
        Row("lifetime-8s", "Google's balancer (30 s), Traffic Server (15 min)", TransportName.WebSocket, () => new LifetimeLimited(Seconds(8))),
        Row("lifetime-4s", "the same, so short that streams die young", TransportName.LongPoll, () => new LifetimeLimited(Seconds(4))),
        Row("connections-killed-after-6s", "address translators, failovers", TransportName.WebSocket, () => new KilledAfter(Seconds(6))),
        Row("idle-20s", "HAProxy (50 s), nginx and ALB (60 s), Cloudflare (100 s)", TransportName.WebSocket, () => new IdleKilled(Seconds(20))),
        Row("idle-20s-silent", "Azure's load balancer (4 min)", TransportName.WebSocket, () => new IdleKilled(Seconds(20), CutKind.Silent)),
        Row("idle-4s", "an idle timer below the heartbeat", TransportName.LongPoll, () => new IdleKilled(Seconds(4), CutKind.Finish)),
        Row(
            "origin-timeout-8s", "nginx proxy_read_timeout: 504 to polls, streams cut, tunnels closed", TransportName.LongPoll,
            () => new OriginTimeout(Seconds(8)), () => new IdleKilled(Seconds(8), CutKind.Finish) { OnlyUpgraded = true }),
    ];

    private static IEnumerable<NamedFault> Poisons() =>
    [
        Row("poisoned-body-403", "web application firewalls", TransportName.WebSocket, () => new ContentRefused(Encoding.ASCII.GetBytes(Poison))),
        Row("poisoned-body-reset", "data-loss filters, signatures of intrusion detection", TransportName.WebSocket, () => new ContentRefused(Encoding.ASCII.GetBytes(Poison)) { Status = null }),
        Row(
            "poisoned-everywhere", "firewalls that look into frames too", TransportName.WebSocket,
            () => new ContentRefused(Encoding.ASCII.GetBytes(Poison)), () => new FrameContentRefused(Encoding.ASCII.GetBytes(Poison))),
        Row(
            "poisoned-body-403-without-upgrade", "the same behind a proxy without upgrades", TransportName.Sse,
            Stripped, () => new ContentRefused(Encoding.ASCII.GetBytes(Poison))),
    ];
}
