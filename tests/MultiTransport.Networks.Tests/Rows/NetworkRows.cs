using MultiTransport.Conformance.Runtimes;
using MultiTransport.Networks.Tests.Origin;
using MultiTransport.Networks.Tests.Proxies;
using MultiTransport.Testing;
using static MultiTransport.Networks.Tests.Rows.Programs;

namespace MultiTransport.Networks.Tests.Rows;

/// <summary>The matrix. A new network is a row here and, at most, a file in <c>Configurations</c>.</summary>
internal static class NetworkRows
{
    public static IReadOnlyList<string> Usual { get; } = [ClientRuntimes.DotNet, ClientRuntimes.Chromium, ClientRuntimes.Firefox];

    private static IReadOnlyList<string> AndWebKit { get; } = [.. Usual, ClientRuntimes.WebKit];

    public static IReadOnlyList<string> Two { get; } = [ClientRuntimes.DotNet, ClientRuntimes.Chromium];

    public static IReadOnlyList<NetworkRow> All { get; } = [.. Servers(), .. Balancers(), .. Companies(), .. Filters(), .. Caches(), .. Deployments()];

    public static bool IsFull => Environment.GetEnvironmentVariable("MULTITRANSPORT_NETWORKS") == "full";

    public static NetworkRow Named(string name) => All.Single(row => row.Name == name);

    /// <summary>Why a row of any table cannot run here with that client, or null.</summary>
    public static string? Absent(string client, string name) =>
        All.FirstOrDefault(row => row.Name == name) is { } row ? row.Absent(client)
        : IdleRows.All.FirstOrDefault(row => row.Name == name) is { } idle ? idle.Program.Missing
        : PrintedLine.Named(name).Program.Missing;

    /// <summary>Every row with each of its clients.</summary>
    public static TheoryData<string, string> Cells
    {
        get
        {
            var cells = new TheoryData<string, string>();
            foreach (var row in All.Where(static row => IsFull || !row.IsSlow))
            {
                foreach (var client in row.Clients)
                {
                    cells.Add(client, row.Name);
                }
            }

            return cells;
        }
    }

    private static IEnumerable<NetworkRow> Servers() =>
    [
        Row("nginx-tuned", "a reverse proxy that was set up for it: the control", TransportName.WebSocket, Nginx) with { Clients = AndWebKit },
        Row("nginx-default", "nginx to 1.28 as installed: HTTP/1.0 behind, no upgrade", TransportName.Sse, Nginx) with { Clients = AndWebKit, Why = "it honours X-Accel-Buffering: no" },
        Row("nginx-buffering", "an administrator who buffers everything", TransportName.LongPoll, Nginx),
        Row("nginx-gzip", "nginx with HTTP/1.1 that compresses everything", TransportName.Sse, Nginx) with { Clients = Two },
        Row("nginx-half", "half of the recipe: Upgrade without Connection", TransportName.Sse, Nginx) with { Clients = Two },
        Row("nginx-methods", "a perimeter that knows GET and POST only", TransportName.Sse, Nginx) with { Clients = Two },
        Row("nginx-replays", "two servers, requests are sent again when an answer fails", TransportName.Sse, Nginx) with { Clients = Two, AnswersDie = true },
        Row("nginx-portal", "a captive portal", null, Nginx) with { Refusal = "not-multitransport" },
        Row("apache", "Apache as it is set up first, compressing", TransportName.Sse, Apache) with { Clients = Two },
        Row("lighttpd", "lighttpd as installed: answers are held to their end", TransportName.LongPoll, Lighttpd) with { Clients = Two },
        Row("caddy-buffers", "buffers, and gives up after 2 s: handshakes get 200 without a body after 3 s", TransportName.ShortPoll, Caddy) with { Clients = Two },
        Row("h2o", "h2o as installed", TransportName.Sse, H2o) with { Clients = Two },
        Row("nghttpx", "nghttpx as installed", TransportName.WebSocket, Nghttpx) with { Clients = Two },
    ];

    private static IEnumerable<NetworkRow> Balancers() =>
    [
        Row("haproxy-default", "HAProxy as installed: pieces of streams are 200 ms late", TransportName.WebSocket, Haproxy) with { Clients = Two },
        Row("haproxy-silent", "a firewall that drops handshakes without a word", TransportName.Sse, Haproxy) with { Clients = AndWebKit },
        Row("haproxy-tarpit", "one that lets handshakes wait", TransportName.Sse, Haproxy) with { Clients = Two },
        Row("haproxy-firewall", "one that says 403 to handshakes, and compresses", TransportName.Sse, Haproxy) with { Clients = Two },
        Row("haproxy-replays", "a balancer that repeats what got no answer, without upgrades", TransportName.Sse, Haproxy) with { AnswersDie = true },
    ];

    private static IEnumerable<NetworkRow> Companies() =>
    [
        Row("squid-inspects", "TLS inspection as companies do it (Zscaler, Blue Coat): wss:// by CONNECT", TransportName.Sse, Squid) with { Port = "squid", Forward = Origins.Tls },
        Row("squid-passes", "a company's proxy that lets TLS alone", TransportName.WebSocket, Squid) with { Port = "squid", Forward = Origins.TlsPassed },
        Row("squid-http", "a company's proxy and a page without TLS: CONNECT gets 403", TransportName.Sse, Squid) with { Port = "squid", Forward = Origins.Plain },
        Row("squid-login", "the same for a user who has not logged in: 407", null, Squid) with { Port = "squid", Forward = Origins.Authenticated, Refusal = "proxy-authentication-required", Clients = Two, Why = "Firefox asks its user, and the page's timers stand still until the answer" },
        Row("squid-login-tls", "the same with TLS: the 407 is for the CONNECT", null, Squid) with { Port = "squid", Forward = Origins.TlsAuthenticated, Refusal = "proxy-authentication-required", Clients = Two },
        Row("tinyproxy", "a small forward proxy: CONNECT to every port", TransportName.WebSocket, Tinyproxy) with { Forward = Origins.Plain, Clients = Two },
    ];

    private static IEnumerable<NetworkRow> Filters() =>
    [
        Row("privoxy", "a content filter on the machine, like antivirus: frames do not go up, text is held", TransportName.Stream, Haproxy, Privoxy) with { Port = "haproxy-privoxy", Clients = AndWebKit },
        Row("e2guardian", "a filter of schools: text is scanned whole, so held", TransportName.Stream, Haproxy, E2guardian) with { Port = "haproxy-e2guardian", Clients = AndWebKit },
        Row("ziproxy", "a carrier's optimizer: the head of a stream passes, its events do not", TransportName.LongPoll, Haproxy, Ziproxy) with { Port = "haproxy-ziproxy" },
        Row("mitmproxy-swallows", "101, and then nothing passes (ESET, data-loss filters)", TransportName.Sse, Mitmproxy) with { Port = "mitmproxy" },
        Row("mitmproxy-strips", "every word of an upgrade is taken out, answers are held", TransportName.LongPoll, Mitmproxy) with { Port = "mitmproxy", Clients = Two },
        Row("mitmproxy-holds", "answers are held, WebSockets pass", TransportName.WebSocket, Mitmproxy) with { Port = "mitmproxy", Clients = Two },
    ];

    private static IEnumerable<NetworkRow> Caches() =>
    [
        Row("varnish", "Varnish as installed: one stream could go to several clients", TransportName.Sse, Varnish),
        Row("trafficserver", "Traffic Server: what is silent for 4 s is ended", TransportName.WebSocket, TrafficServer) with { Clients = Two },
    ];

    private static IEnumerable<NetworkRow> Deployments() =>
    [
        Deployment(DeployedNginx, "samples/Deployment/nginx.conf"),
        Deployment(DeployedHaproxy, "samples/Deployment/haproxy.cfg"),
        Deployment(DeployedApache, "samples/Deployment/apache.conf"),
        Deployment(DeployedCaddy, "samples/Deployment/Caddyfile"),
        Deployment(DeployedVarnish, "samples/Deployment/varnish.vcl"),
        Deployment(DeployedLighttpd, "samples/Deployment/lighttpd.conf"),
        Deployment(DeployedSquid, "samples/Deployment/squid.conf") with { Forward = Origins.Plain },
    ];

    private static NetworkRow Row(string name, string standsFor, string? winner, params IReadOnlyList<ProxyProgram> programs) =>
        new() { Name = name, StandsFor = standsFor, Winner = winner, Programs = programs };

    private static NetworkRow Deployment(ProxyProgram program, string file) =>
        Row(program.Name, file, TransportName.WebSocket, program) with { IsDeployment = true, Clients = Two };
}
