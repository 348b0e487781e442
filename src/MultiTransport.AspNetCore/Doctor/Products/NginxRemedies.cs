namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Lines for nginx.</summary>
internal static class NginxRemedies
{
    private const string File = "nginx.conf, or the site's file in conf.d or sites-enabled";

    public static Remedy Upgrade => new()
    {
        Title = "Let nginx speak HTTP/1.1 to the server and pass the upgrade on",
        File = File,
        Lines = $$"""
            # in http { }
            map $http_upgrade $connection_upgrade { default upgrade; '' close; }

            # in the location of the application
            proxy_pass http://{{Target.Origin}};
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            proxy_set_header Host $http_host;
            proxy_buffering off;
            proxy_read_timeout 120s;
            """,
        Note = "Then: nginx -t && nginx -s reload",
    };

    public static Remedy Buffering => new()
    {
        Title = "Let nginx pass answers on as they come",
        File = File,
        Lines = """
            # in the location of the application; take out any proxy_ignore_headers X-Accel-Buffering
            proxy_http_version 1.1;
            proxy_buffering off;
            gzip off;
            """,
        Note = "Then: nginx -t && nginx -s reload",
    };

    public static Remedy Host => new()
    {
        Title = "Let nginx pass the host on that the browser asked for",
        File = File,
        Lines = """
            # in the location of the application
            proxy_set_header Host $http_host;
            """,
        Note = "Then: nginx -t && nginx -s reload",
    };

    public static Remedy Body => new() { Title = "Let nginx take larger bodies", File = File, Lines = "client_max_body_size 2m;" };

    public static Remedy Idle => new() { Title = "Let nginx wait longer", File = File, Lines = "proxy_read_timeout 120s;" };
}
