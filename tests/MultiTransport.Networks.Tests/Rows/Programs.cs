using MultiTransport.Networks.Tests.Proxies;

namespace MultiTransport.Networks.Tests.Rows;

/// <summary>Every proxy that rows are made of.</summary>
internal static class Programs
{
    public static ProxyProgram Nginx { get; } = new NginxProgram("nginx", "nginx.conf");

    public static ProxyProgram Haproxy { get; } = new HaproxyProgram("haproxy", "haproxy.cfg");

    public static ProxyProgram Squid { get; } = new SquidProgram("squid", "squid.conf");

    public static ProxyProgram SquidShort { get; } = new SquidProgram("squid-short", "squid-short.conf");

    public static ProxyProgram Privoxy { get; } = new PrivoxyProgram();

    public static ProxyProgram E2guardian { get; } = new E2guardianProgram();

    public static ProxyProgram Ziproxy { get; } = new ZiproxyProgram();

    public static ProxyProgram Mitmproxy { get; } = new MitmproxyProgram();

    public static ProxyProgram Varnish { get; } = new VarnishProgram("varnish", "varnish.vcl");

    public static ProxyProgram Lighttpd { get; } = new LighttpdProgram("lighttpd", "lighttpd.conf");

    public static ProxyProgram Caddy { get; } = new CaddyProgram("caddy", "Caddyfile");

    public static ProxyProgram Apache { get; } = new ApacheProgram("apache", "apache.conf");

    public static ProxyProgram Tinyproxy { get; } = new TinyproxyProgram();

    public static ProxyProgram TrafficServer { get; } = new TrafficServerProgram();

    public static ProxyProgram H2o { get; } = new H2oProgram();

    public static ProxyProgram Nghttpx { get; } = new NghttpxProgram();

    public static ProxyProgram DeployedNginx { get; } = new NginxProgram("deployed-nginx", "deployed/nginx.conf", "printed/nginx.conf");

    public static ProxyProgram DeployedHaproxy { get; } = new HaproxyProgram("deployed-haproxy", "printed/haproxy.cfg");

    public static ProxyProgram DeployedApache { get; } = new ApacheProgram("deployed-apache", "deployed/apache.conf", "printed/apache.conf");

    public static ProxyProgram DeployedCaddy { get; } = new CaddyProgram("deployed-caddy", "deployed/Caddyfile", "printed/Caddyfile");

    public static ProxyProgram DeployedVarnish { get; } = new VarnishProgram("deployed-varnish", "printed/varnish.vcl");

    public static ProxyProgram DeployedLighttpd { get; } = new LighttpdProgram("deployed-lighttpd", "deployed/lighttpd.conf", "printed/lighttpd.conf");

    /// <summary>Without the line for silence.</summary>
    public static ProxyProgram LighttpdStockIdle { get; } =
        new LighttpdProgram("lighttpd-stock-idle", "deployed/lighttpd.conf", "printed/lighttpd.conf") { Without = "server.max-read-idle = 120" };

    public static ProxyProgram DeployedSquid { get; } = new SquidProgram("deployed-squid", "deployed/squid.conf", "printed/squid.conf");
}
