using static MultiTransport.Networks.Tests.Rows.Programs;

namespace MultiTransport.Networks.Tests.Rows;

/// <summary>The networks with timers. Those of minutes run in full only.</summary>
internal static class IdleRows
{
    public static IReadOnlyList<IdleRow> All { get; } =
    [
        new() { Name = "haproxy-3s", StandsFor = "balancers of clouds, at a tenth of their 30 to 60 s", Program = Haproxy, Port = "haproxy-idle", Silence = Seconds(5) },
        new() { Name = "haproxy-3s-heartbeat-1s", StandsFor = "the same, with a heartbeat below it", Program = Haproxy, Port = "haproxy-idle", Heartbeat = Seconds(1), Silence = Seconds(5), Survives = true },
        new() { Name = "nginx-3s", StandsFor = "nginx with a proxy_read_timeout of 3 s", Program = Nginx, Port = "nginx-idle", Silence = Seconds(5) },
        new() { Name = "trafficserver-4s", StandsFor = "Traffic Server: streams and polls end after 4 s, WebSockets live", Program = TrafficServer, Port = "trafficserver", Silence = Seconds(6), Survives = true },
        new() { Name = "squid-6s", StandsFor = "a company's proxy that ends tunnels after 3 s of silence and 6 s of life", Program = SquidShort, Port = "squid-short", IsForward = true, Clients = NetworkRows.Two, Silence = Seconds(7) },
        new() { Name = "haproxy-3s-talks", StandsFor = "the first one, and then somebody who goes on talking", Program = Haproxy, Port = "haproxy-idle", Silence = Seconds(5), ClimbsBack = true, IsSlow = true },
        new() { Name = "nginx-60s", StandsFor = "nginx as installed: 60 s, and the default heartbeat of 15 s", Program = Nginx, Port = "nginx-tuned", Silence = Seconds(70), Survives = true, IsSlow = true },
        new() { Name = "nginx-60s-heartbeat-5m", StandsFor = "the same with a heartbeat of 5 minutes", Program = Nginx, Port = "nginx-tuned", Heartbeat = Seconds(300), Silence = Seconds(70), IsSlow = true },
        new() { Name = "haproxy-50s", StandsFor = "HAProxy as installed: 50 s, and the default heartbeat", Program = Haproxy, Port = "haproxy-default", Silence = Seconds(60), Survives = true, IsSlow = true },
        new() { Name = "lighttpd-60s", StandsFor = "samples/Deployment/lighttpd.conf without server.max-read-idle: 60 s", Program = LighttpdStockIdle, Port = "lighttpd-stock-idle", Heartbeat = Seconds(100), Silence = Seconds(65), IsSlow = true },
        new() { Name = "deployed-nginx", StandsFor = "samples/Deployment/nginx.conf: 120 s of silence", Program = DeployedNginx, Port = "deployed-nginx", Heartbeat = Seconds(100), Silence = Seconds(65), Survives = true, IsSlow = true },
        new() { Name = "deployed-haproxy", StandsFor = "samples/Deployment/haproxy.cfg", Program = DeployedHaproxy, Port = "deployed-haproxy", Heartbeat = Seconds(100), Silence = Seconds(65), Survives = true, IsSlow = true },
        new() { Name = "deployed-apache", StandsFor = "samples/Deployment/apache.conf", Program = DeployedApache, Port = "deployed-apache", Heartbeat = Seconds(100), Silence = Seconds(65), Survives = true, IsSlow = true },
        new() { Name = "deployed-caddy", StandsFor = "samples/Deployment/Caddyfile", Program = DeployedCaddy, Port = "deployed-caddy", Heartbeat = Seconds(100), Silence = Seconds(65), Survives = true, IsSlow = true },
        new() { Name = "deployed-lighttpd", StandsFor = "samples/Deployment/lighttpd.conf", Program = DeployedLighttpd, Port = "deployed-lighttpd", Heartbeat = Seconds(100), Silence = Seconds(65), Survives = true, IsSlow = true },
    ];

    public static IdleRow Named(string name) => All.Single(row => row.Name == name);

    /// <summary>Every row that runs here with each client; the slow ones with one.</summary>
    public static TheoryData<string, string> Cells
    {
        get
        {
            var cells = new TheoryData<string, string>();
            foreach (var row in All.Where(static row => NetworkRows.IsFull || !row.IsSlow))
            {
                foreach (var client in row.IsSlow ? NetworkRows.Two : row.Clients)
                {
                    cells.Add(client, row.Name);
                }
            }

            return cells;
        }
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
