namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Lines for the other proxies that stand before servers.</summary>
internal static class ReverseProxyRemedies
{
    public static Remedy Apache => new()
    {
        Title = "Let Apache pass the upgrade on",
        File = "the VirtualHost of the application",
        Lines = $"ProxyPass \"/\" \"http://{Target.Origin}/\" upgrade=websocket\nProxyPreserveHost On\nProxyTimeout 120",
        Note = "upgrade= needs Apache 2.4.47. Then: apachectl configtest && apachectl graceful",
    };

    public static Remedy Varnish => new()
    {
        Title = "Let Varnish pipe upgrades",
        File = "default.vcl",
        Lines = """
            sub vcl_recv {
                if (req.http.Upgrade ~ "(?i)websocket") {
                    return (pipe);
                }
                return (pass);
            }
            sub vcl_pipe {
                set bereq.http.Upgrade = req.http.Upgrade;
                set bereq.http.Connection = req.http.Connection;
            }
            """,
    };

    public static Remedy Lighttpd => new()
    {
        Title = "Let lighttpd stream, and pass the upgrade on",
        File = "lighttpd.conf",
        Lines = """
            proxy.header = ( "upgrade" => "enable" )
            server.stream-response-body = 2
            server.stream-request-body = 2
            """,
    };

    public static Remedy Caddy => new()
    {
        Title = "Let Caddy pass answers on as they come",
        File = "Caddyfile",
        Lines = $$"""
            # without buffer_requests, buffer_responses, or short response_header_timeout and read_timeout
            reverse_proxy {{Target.Origin}}
            """,
    };

    public static Remedy H2o => new()
    {
        Title = "Let h2o pass the upgrade on",
        File = "h2o.conf",
        Lines = "proxy.tunnel: ON   # proxy.websocket: ON before h2o 2.3",
    };

    public static Remedy AppGateway => new()
    {
        Title = "Switch response buffering off",
        File = "Azure CLI",
        Lines = "az network application-gateway update --name NAME --resource-group GROUP --set globalConfiguration.enableResponseBuffering=false",
    };
}
