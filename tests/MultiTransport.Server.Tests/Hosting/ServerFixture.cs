namespace MultiTransport.Server.Tests.Hosting;

/// <summary>One running server for all tests that only talk to it.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private ServerProcess? _server;

    public Uri Url => Server.Url;

    public Uri Echo => Server.Echo;

    private ServerProcess Server => _server ?? throw new InvalidOperationException("The server has not been started.");

    public async Task InitializeAsync()
    {
        _server = await ServerProcess.StartAsync();
        using var client = new HttpClient();
        await client.GetStringAsync(new Uri(Echo, "?wait=0")); // warm: what is measured later is not the first compilation
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
