namespace MultiTransport.AspNetCore.Doctor;

/// <summary>A product that stands between clients and servers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Side">Where it usually stands.</param>
internal sealed record Product(string Name, Side Side)
{
    public static readonly Product Nginx = new("nginx", Side.Server);
    public static readonly Product HAProxy = new("HAProxy", Side.Server);
    public static readonly Product Apache = new("Apache httpd", Side.Server);
    public static readonly Product Varnish = new("Varnish", Side.Server);
    public static readonly Product Caddy = new("Caddy", Side.Server);
    public static readonly Product Lighttpd = new("lighttpd", Side.Server);
    public static readonly Product TrafficServer = new("Apache Traffic Server", Side.Server);
    public static readonly Product H2o = new("h2o", Side.Server);
    public static readonly Product Nghttpx = new("nghttpx", Side.Server);
    public static readonly Product Traefik = new("Traefik", Side.Server);
    public static readonly Product Envoy = new("Envoy", Side.Server);
    public static readonly Product Cloudflare = new("Cloudflare", Side.Server);
    public static readonly Product CloudFront = new("Amazon CloudFront", Side.Server);
    public static readonly Product LoadBalancer = new("an AWS load balancer", Side.Server);
    public static readonly Product AppService = new("Azure App Service", Side.Server);
    public static readonly Product AppGateway = new("Azure Application Gateway", Side.Server);
    public static readonly Product FrontDoor = new("Azure Front Door", Side.Server);
    public static readonly Product GoogleBalancer = new("Google's load balancer", Side.Server);
    public static readonly Product Heroku = new("Heroku's router", Side.Server);
    public static readonly Product Squid = new("Squid", Side.Visitor);
    public static readonly Product Tinyproxy = new("tinyproxy", Side.Visitor);
    public static readonly Product Privoxy = new("Privoxy", Side.Visitor);
    public static readonly Product E2guardian = new("e2guardian", Side.Visitor);
    public static readonly Product Ziproxy = new("ziproxy", Side.Visitor);
    public static readonly Product BlueCoat = new("a Blue Coat proxy", Side.Visitor);

    public override string ToString() => Name;
}
