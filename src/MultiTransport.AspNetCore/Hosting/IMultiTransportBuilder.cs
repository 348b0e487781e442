using Microsoft.Extensions.DependencyInjection;

namespace MultiTransport;

/// <summary>What <c>AddMultiTransport</c> returns; packages extend it.</summary>
public interface IMultiTransportBuilder
{
    /// <summary>The services that it was added to.</summary>
    IServiceCollection Services { get; }
}
