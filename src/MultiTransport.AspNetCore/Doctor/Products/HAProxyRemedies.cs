namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Lines for HAProxy.</summary>
internal static class HAProxyRemedies
{
    private const string File = "haproxy.cfg";

    public static Remedy Late => new()
    {
        Title = "Let HAProxy pass each piece on at once",
        File = File,
        Lines = """
            # in defaults, or in the frontend and the backend
            option http-no-delay
            """,
    };

    public static Remedy Upgrade => new()
    {
        Title = "Take out the rules that act on Upgrade",
        File = File,
        Lines = """
            # remove lines like these, or except the application's path:
            # http-request del-header Upgrade
            # http-request deny         if { hdr(Upgrade) -m found }
            # http-request silent-drop  if { hdr(Upgrade) -m found }
            timeout tunnel  1h
            """,
    };

    public static Remedy Idle => new()
    {
        Title = "Let HAProxy wait longer",
        File = File,
        Lines = """
            # in defaults; tunnel is for WebSocket alone, client and server for everything else
            timeout client  120s
            timeout server  120s
            timeout tunnel  1h
            """,
    };
}
