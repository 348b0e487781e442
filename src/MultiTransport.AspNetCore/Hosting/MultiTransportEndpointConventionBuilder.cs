using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using MultiTransport.AspNetCore;

namespace MultiTransport;

/// <summary>
/// Conventions for the routes of one mapped endpoint. Those added here apply to all of them, but for authorization, which applies to what opens
/// sessions: an attach is authorised by the session's secret, for the user who opened it. The groups can be given conventions apart, for example rate limits.
/// </summary>
public sealed class MultiTransportEndpointConventionBuilder : IEndpointConventionBuilder
{
    private readonly IEndpointConventionBuilder[] _attachingAndSending;

    internal MultiTransportEndpointConventionBuilder(IEndpointConventionBuilder[] opening, IEndpointConventionBuilder[] attaching, IEndpointConventionBuilder[] sending)
    {
        Opening = new ConventionGroup(opening);
        Attaching = new ConventionGroup(attaching);
        Sending = new ConventionGroup(sending);
        _attachingAndSending = [.. attaching, .. sending];
    }

    /// <summary>What opens a session: <c>negotiate</c>, and GET on the bare URL.</summary>
    public IEndpointConventionBuilder Opening { get; }

    /// <summary>What attaches a connection: <c>ws</c>, <c>sse</c>, <c>stream</c>, <c>poll</c>.</summary>
    public IEndpointConventionBuilder Attaching { get; }

    /// <summary>What only sends: <c>send</c>, <c>close</c>, and POST on the bare URL.</summary>
    public IEndpointConventionBuilder Sending { get; }

    /// <inheritdoc/>
    public void Add(Action<EndpointBuilder> convention)
    {
        Opening.Add(convention);
        foreach (var builder in _attachingAndSending)
        {
            builder.Add(endpoint => ForTheSession(endpoint, convention));
        }
    }

    /// <inheritdoc/>
    public void Finally(Action<EndpointBuilder> finallyConvention)
    {
        Opening.Finally(finallyConvention);
        foreach (var builder in _attachingAndSending)
        {
            builder.Finally(endpoint => ForTheSession(endpoint, finallyConvention));
        }
    }

    private static void ForTheSession(EndpointBuilder endpoint, Action<EndpointBuilder> convention)
    {
        var before = endpoint.Metadata.ToArray();
        convention(endpoint);
        for (var i = endpoint.Metadata.Count - 1; i >= 0; i--)
        {
            if (endpoint.Metadata[i] is IAuthorizeData or AuthorizationPolicy && !before.Contains(endpoint.Metadata[i]))
            {
                endpoint.Metadata[i] = new SessionAuthorizationMetadata(endpoint.Metadata[i]);
            }
        }
    }
}
