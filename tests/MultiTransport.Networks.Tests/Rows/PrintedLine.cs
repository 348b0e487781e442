using MultiTransport.Networks.Tests.Proxies;

namespace MultiTransport.Networks.Tests.Rows;

/// <summary>A line of a recommended configuration, and what its comment says of its absence.</summary>
/// <param name="Name">A name for it.</param>
/// <param name="Program">The proxy, with the line taken out.</param>
/// <param name="Missed">What is not as it should be then.</param>
internal sealed record PrintedLine(string Name, ProxyProgram Program, string Missed)
{
    public string Path => $"/without/{Name}";

    public static IReadOnlyList<PrintedLine> All { get; } =
    [
        Nginx("nginx-http-version", "proxy_http_version 1.1;", PrintedFacts.Nothing), // Kestrel takes handshakes of HTTP/1.0 too
        Nginx("nginx-upgrade", "proxy_set_header Upgrade $http_upgrade;", PrintedFacts.WebSocket),
        Nginx("nginx-connection", "proxy_set_header Connection $connection_upgrade;", PrintedFacts.WebSocket),
        Nginx("nginx-host", "proxy_set_header Host $http_host;", PrintedFacts.Host),
        Nginx("nginx-address", "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;", PrintedFacts.Address),
        Nginx("nginx-scheme", "proxy_set_header X-Forwarded-Proto $scheme;", PrintedFacts.Scheme),
        Nginx("nginx-buffering", "proxy_buffering off;", PrintedFacts.Nothing),
        Nginx("nginx-body", "client_max_body_size 2m;", PrintedFacts.Body),
        Haproxy("haproxy-delay", "option http-no-delay ", PrintedFacts.Events),
        Haproxy("haproxy-address", "option forwardfor ", PrintedFacts.Address),
        Haproxy("haproxy-scheme", "http-request set-header X-Forwarded-Proto %[ssl_fc,iif(https,http)]", PrintedFacts.Scheme),
        Apache("apache-upgrade", " upgrade=websocket\n", PrintedFacts.WebSocket),
        Apache("apache-host", "ProxyPreserveHost On", PrintedFacts.Host),
        Apache("apache-scheme", "RequestHeader set X-Forwarded-Proto \"expr=%{REQUEST_SCHEME}\"", PrintedFacts.Scheme),
        Varnish("varnish-pipe", "return (pipe);", PrintedFacts.WebSocket),
        Varnish("varnish-upgrade", "set bereq.http.Upgrade = req.http.Upgrade;", PrintedFacts.WebSocket),
        Varnish("varnish-connection", "set bereq.http.Connection = req.http.Connection;", PrintedFacts.WebSocket),
        Lighttpd("lighttpd-upgrade", "proxy.header = ( \"upgrade\" => \"enable\" )", PrintedFacts.WebSocket),
        Lighttpd("lighttpd-streams", "server.stream-response-body = 2", PrintedFacts.Events),
    ];

    public static PrintedLine Named(string name) => All.Single(line => line.Name == name);

    private static PrintedLine Nginx(string name, string line, string missed) =>
        new(name, new NginxProgram($"without-{name}", "deployed/nginx.conf", "printed/nginx.conf") { Without = line }, missed);

    private static PrintedLine Haproxy(string name, string line, string missed) => new(name, new HaproxyProgram($"without-{name}", "printed/haproxy.cfg") { Without = line }, missed);

    private static PrintedLine Apache(string name, string line, string missed) =>
        new(name, new ApacheProgram($"without-{name}", "deployed/apache.conf", "printed/apache.conf") { Without = line }, missed);

    /// <summary>Varnish speaks no TLS and says nothing of the scheme at any time.</summary>
    private static PrintedLine Varnish(string name, string line, string missed) =>
        new(name, new VarnishProgram($"without-{name}", "printed/varnish.vcl") { Without = line }, $"{missed}, {PrintedFacts.Scheme}");

    private static PrintedLine Lighttpd(string name, string line, string missed) =>
        new(name, new LighttpdProgram($"without-{name}", "deployed/lighttpd.conf", "printed/lighttpd.conf") { Without = line }, missed);
}
