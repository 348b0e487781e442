namespace MultiTransport.Networks.Tests.Proxies;

/// <summary>Ends the proxies when the last test is over.</summary>
public sealed class ProxyParkFixture : IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => ProxyPark.EndAsync();
}
