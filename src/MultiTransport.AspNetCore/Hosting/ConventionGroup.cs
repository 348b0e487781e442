using Microsoft.AspNetCore.Builder;

namespace MultiTransport.AspNetCore;

/// <summary>One convention for several routes.</summary>
internal sealed class ConventionGroup(IEndpointConventionBuilder[] builders) : IEndpointConventionBuilder
{
    public void Add(Action<EndpointBuilder> convention)
    {
        foreach (var builder in builders)
        {
            builder.Add(convention);
        }
    }

    public void Finally(Action<EndpointBuilder> finallyConvention)
    {
        foreach (var builder in builders)
        {
            builder.Finally(finallyConvention);
        }
    }
}
