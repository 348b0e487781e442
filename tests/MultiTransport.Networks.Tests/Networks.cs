using MultiTransport.Networks.Tests.Proxies;

namespace MultiTransport.Networks.Tests;

/// <summary>All tests with real proxies: one after the other, since they measure, and the proxies end with the last.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Networks : ICollectionFixture<ProxyParkFixture>
{
    public const string Name = "Networks";
}
