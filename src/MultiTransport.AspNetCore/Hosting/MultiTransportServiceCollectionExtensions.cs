using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MultiTransport;
using MultiTransport.AspNetCore;
using MultiTransport.AspNetCore.Polling;
using MultiTransport.AspNetCore.ServerSentEvents;
using MultiTransport.AspNetCore.Streaming;
using MultiTransport.AspNetCore.WebSockets;
using MultiTransport.AspNetCore.Wire;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds MultiTransport to an application's services.</summary>
public static class MultiTransportServiceCollectionExtensions
{
    /// <summary>Adds what <c>MapMultiTransport</c> needs. Calling it again adds nothing but options.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Defaults for all endpoints.</param>
    public static IMultiTransportBuilder AddMultiTransport(this IServiceCollection services, Action<MultiTransportOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddCors();
        services.AddMetrics();
        services.AddOptions<MultiTransportServerOptions>();
        services.AddOptions<MultiTransportOptions>();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<MultiTransportMetrics>();
        services.TryAddSingleton<SessionTraces>();
        services.TryAddSingleton<WireMeter>();
        services.TryAddSingleton<IWireMeter>(static provider => provider.GetRequiredService<WireMeter>());
        services.TryAddSingleton(Networks);
        services.TryAddSingleton<IMultiTransportNetworks>(static provider => provider.GetRequiredService<NetworkTable>());
        services.TryAddSingleton<SessionLog>();
        services.TryAddSingleton<TopicNotices>();
        services.TryAddSingleton<NegotiateKeys>();
        services.TryAddSingleton<Arrivals>();
        services.TryAddSingleton(Registry);
        services.TryAddSingleton(static provider => new PendingAttaches(LimitsOf(provider), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(Pressure);
        services.TryAddSingleton<ISessions>(static provider => provider.GetRequiredService<SessionRegistry>());
        services.TryAddSingleton(Topics);
        services.TryAddSingleton<ITopics>(static provider => provider.GetRequiredService<TopicTable>());
        services.TryAddSingleton<IPublisher, Publisher>();
        services.TryAddSingleton<MultiTransportServices>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, LifetimeService>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, CrossOriginFilter>());
        AddTransports(services);
        return new MultiTransportBuilder(services);
    }

    /// <summary>One line a transport; the native ones in the order in which equal Accept values prefer them.</summary>
    private static void AddTransports(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITransport, WebSocketTransport>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITransport, ServerSentEventsTransport>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITransport, StreamTransport>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITransport, LongPollTransport>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITransport, ShortPollTransport>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INativeTransport, BareWebSocket>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INativeTransport, NativePoll>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INativeTransport, EventSourceTransport>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INativeTransport, JsonLinesTransport>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INativeTransport, HelpPage>());
    }

    private static SessionRegistry Registry(IServiceProvider provider)
    {
        var registry = new SessionRegistry(LimitsOf(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<SessionLog>());
        provider.GetRequiredService<MultiTransportMetrics>().BytesCounted(registry.Budget);
        return registry;
    }

    private static NetworkTable Networks(IServiceProvider provider)
    {
        var networks = new NetworkTable(provider.GetRequiredService<IOptions<MultiTransportServerOptions>>().Value.Networks, provider.GetRequiredService<TimeProvider>());
        provider.GetRequiredService<MultiTransportMetrics>().NetworksCounted(() => networks.Count);
        return networks;
    }

    /// <summary>A history or an authorizer that the host registered takes the place of ours.</summary>
    private static TopicTable Topics(IServiceProvider provider)
    {
        var log = provider.GetRequiredService<TopicNotices>();
        var topics = new TopicTable(
            provider.GetRequiredService<IOptions<MultiTransportServerOptions>>().Value.Topics,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ITopicHistory>() is { } history ? new WatchedTopicHistory(history, log) : null,
            provider.GetService<ITopicAuthorizer>() ?? new TopicAuthorizer(provider, log));
        provider.GetRequiredService<MultiTransportMetrics>().TopicsCounted(topics);
        return topics;
    }

    private static Pressure Pressure(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<MultiTransportServerOptions>>().Value;
        return new Pressure(options.SweepInterval, options.MaxSweepDelay, provider.GetRequiredService<TimeProvider>());
    }

    private static ServerLimits LimitsOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<MultiTransportServerOptions>>().Value.Limits;
}
