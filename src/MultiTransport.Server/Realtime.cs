using MultiTransport.Server.Configuration;

namespace MultiTransport.Server;

/// <summary>The endpoint that speaks topics, and what holds for all endpoints.</summary>
internal static class Realtime
{
    public const string Path = "/realtime";

    public static void AddRealtime(this IServiceCollection services, ServerSettings settings)
    {
        services.AddMultiTransport(options => settings.Fill(options));
        services.Configure<MultiTransportServerOptions>(options =>
        {
            settings.Fill(options);
            options.Topics = settings.Topics;
        });
    }

    public static void MapRealtime(this WebApplication app) => app.MapMultiTransportTopics(Path, Configure);

    /// <summary>What this endpoint has apart from the configuration.</summary>
    public static void Configure(MultiTransportOptions options)
    {
        options.Topics = true;
        options.KeepPrincipal = true; // policies read its claims
    }
}
