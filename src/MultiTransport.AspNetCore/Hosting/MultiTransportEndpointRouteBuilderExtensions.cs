using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MultiTransport;
using MultiTransport.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps MultiTransport endpoints.</summary>
public static class MultiTransportEndpointRouteBuilderExtensions
{
    /// <summary>Maps an endpoint whose handler is one function, called for each message, one at a time and in order.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The URL's path, for example <c>/echo</c>; it may not have parameters.</param>
    /// <param name="onMessage">The handler. The message is valid until the returned task completes.</param>
    /// <param name="configure">Changes the defaults for this endpoint.</param>
    public static MultiTransportEndpointConventionBuilder MapMultiTransport(
        this IEndpointRouteBuilder endpoints, string pattern, Func<MultiTransport.Session, Message, ValueTask> onMessage, Action<MultiTransportOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(onMessage);
        var handler = new DelegateHandler(onMessage);
        return Map(endpoints, pattern, () => handler, configure);
    }

    /// <summary>Maps an endpoint with a handler class; every session gets an instance of its own, with its constructor's services from the application's container.</summary>
    /// <typeparam name="THandler">The handler. For scoped services it takes an <see cref="IServiceScopeFactory"/>.</typeparam>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The URL's path, for example <c>/chat</c>; it may not have parameters.</param>
    /// <param name="configure">Changes the defaults for this endpoint.</param>
    public static MultiTransportEndpointConventionBuilder MapMultiTransport<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this IEndpointRouteBuilder endpoints, string pattern, Action<MultiTransportOptions>? configure = null)
        where THandler : MessageHandler
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var factory = ActivatorUtilities.CreateFactory<THandler>([]);
        var provider = endpoints.ServiceProvider;
        return Map(endpoints, pattern, () => factory(provider, null), configure);
    }

    /// <summary>Maps an endpoint that is for topics alone: its clients subscribe and publish as the rules of <see cref="MultiTransportServerOptions.Topics"/> allow; messages of their own are answered <c>not-supported</c>.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The URL's path, for example <c>/realtime</c>; it may not have parameters.</param>
    /// <param name="configure">Changes the defaults for this endpoint.</param>
    public static MultiTransportEndpointConventionBuilder MapMultiTransportTopics(
        this IEndpointRouteBuilder endpoints, string pattern, Action<MultiTransportOptions>? configure = null) =>
        Map(endpoints, pattern, static () => TopicsOnlyHandler.Instance, options =>
        {
            options.Topics = true;
            configure?.Invoke(options);
        });

    private static MultiTransportEndpointConventionBuilder Map(
        IEndpointRouteBuilder endpoints, string pattern, Func<MessageHandler> handlers, Action<MultiTransportOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrWhiteSpace(pattern);
        if (pattern.Contains('{', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The pattern '{pattern}' has parameters; a session is bound to one fixed path. Map each path, for example /chat.", nameof(pattern));
        }

        var services = endpoints.ServiceProvider.GetService<MultiTransportServices>()
            ?? throw new InvalidOperationException("MapMultiTransport needs its services: call builder.Services.AddMultiTransport() before builder.Build().");
        var options = endpoints.ServiceProvider.GetRequiredService<IOptions<MultiTransportOptions>>().Value.Clone();
        configure?.Invoke(options);
        var endpoint = new EndpointRuntime("/" + pattern.Trim('/'), options, services, handlers);
        services.Endpoints.Add(endpoint);
        return new EndpointRoutes(endpoints, endpoint).Map();
    }
}
