using Microsoft.Extensions.Options;

namespace MultiTransport.Server;

/// <summary>Gives the drain the time that it is configured to take: the host's own patience is 30 s.</summary>
internal static class Shutdown
{
    /// <summary>For what comes after the drain: closing handshakes, the last metrics.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    public static void AddShutdown(this IServiceCollection services) => services.AddOptions<HostOptions>().Configure<IOptions<MultiTransportServerOptions>>(static (host, server) =>
    {
        var needed = server.Value.DrainTimeout + Rest;
        host.ShutdownTimeout = host.ShutdownTimeout < needed ? needed : host.ShutdownTimeout;
    });
}
