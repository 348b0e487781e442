using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>How the server of a scenario is.</summary>
internal sealed record ScenarioSetup
{
    public ScenarioPlay Play { get; init; } = new();

    public Action<MultiTransportOptions>? Options { get; init; }

    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>More that the application maps.</summary>
    public Action<WebApplication>? Application { get; init; }

    /// <summary>What topics there are; null where the endpoint does not speak them.</summary>
    public TopicRule[]? Topics { get; init; }

    /// <summary>Whether a token is asked for: <see cref="ScenarioTokens"/>.</summary>
    public bool Authorize { get; init; }

    /// <summary>Whether the pages that browsers run clients in are of an allowed origin.</summary>
    public bool AllowPages { get; init; } = true;
}
