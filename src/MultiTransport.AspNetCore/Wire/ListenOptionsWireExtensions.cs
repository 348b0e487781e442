using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using MultiTransport;
using MultiTransport.AspNetCore.Wire;

namespace Microsoft.AspNetCore.Hosting;

/// <summary>Turns wire accounting on.</summary>
public static class ListenOptionsWireExtensions
{
    /// <summary>
    /// Counts the bytes of this endpoint's connections below HTTP, TLS included, and tells by <see cref="IWireMeter"/> whose they were. It must come before
    /// <c>UseHttps</c>; for all endpoints at once, before any of them is listed:
    /// <code>builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.UseWireAccounting()));</code>
    /// HTTP/1.1 and HTTP/2; HTTP/3 is not counted. Calling it again changes nothing.
    /// </summary>
    /// <param name="listenOptions">The endpoint.</param>
    public static ListenOptions UseWireAccounting(this ListenOptions listenOptions)
    {
        ArgumentNullException.ThrowIfNull(listenOptions);
        listenOptions.Use(next =>
        {
            var meter = listenOptions.ApplicationServices.GetService<WireMeter>()
                ?? throw new InvalidOperationException("UseWireAccounting needs its services: call builder.Services.AddMultiTransport() before builder.Build().");
            meter.TurnOn();
            return connection => RunAsync(meter, connection, next);
        });
        return listenOptions;
    }

    private static async Task RunAsync(WireMeter meter, ConnectionContext connection, ConnectionDelegate next)
    {
        if (connection.Features.Get<WireConnection>() is not null)
        {
            await next(connection).ConfigureAwait(false);
            return;
        }

        if (connection.Features.Get<ITlsHandshakeFeature>() is not null)
        {
            throw new InvalidOperationException("UseWireAccounting was called after UseHttps, where it cannot see TLS: call it before.");
        }

        var wire = meter.Open(connection);
        var transport = connection.Features.Get<IConnectionTransportFeature>();
        try
        {
            await next(new WireConnectionContext(connection, wire)).ConfigureAwait(false);
        }
        finally
        {
            connection.Features.Set(transport);
            meter.Close(wire);
        }
    }
}
