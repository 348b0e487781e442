using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MultiTransport.AspNetCore.Tests.Support;

/// <summary>What a test wants otherwise.</summary>
public sealed record EdgeSetup
{
    public Action<MultiTransportOptions>? Options { get; init; }

    public Action<WebApplicationBuilder>? Builder { get; init; }

    /// <summary>Middleware, and other endpoints.</summary>
    public Action<WebApplication>? Pipeline { get; init; }

    public Action<MultiTransportEndpointConventionBuilder>? Conventions { get; init; }

    public HttpProtocols Protocols { get; init; } = HttpProtocols.Http1;

    /// <summary>The system's clock in place of the one that stands still.</summary>
    public bool RealTime { get; init; }
}
