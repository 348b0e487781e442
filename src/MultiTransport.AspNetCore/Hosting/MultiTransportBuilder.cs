using Microsoft.Extensions.DependencyInjection;

namespace MultiTransport.AspNetCore;

internal sealed class MultiTransportBuilder(IServiceCollection services) : IMultiTransportBuilder
{
    public IServiceCollection Services { get; } = services;
}
