using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MultiTransport.Testing;

/// <summary>A real Kestrel on a free port of 127.0.0.1, with everything it logged.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private TestHost(WebApplication app, CapturedLogs logs, Uri baseAddress)
    {
        App = app;
        Logs = logs;
        BaseAddress = baseAddress;
    }

    public WebApplication App { get; }

    public IServiceProvider Services => App.Services;

    public CapturedLogs Logs { get; }

    /// <summary>Ends with a slash.</summary>
    public Uri BaseAddress { get; }

    public int Port => BaseAddress.Port;

    /// <summary>An address below the base, for example <c>Address("echo")</c>.</summary>
    public Uri Address(string path) => new(BaseAddress, path.TrimStart('/'));

    /// <summary>Starts a host; <paramref name="protocols"/> is HTTP/1.1 unless a test wants cleartext HTTP/2, the port a free one unless it says which. With a <paramref name="certificate"/> it speaks TLS.</summary>
    public static async Task<TestHost> StartAsync(
        Action<WebApplicationBuilder>? configure, Action<WebApplication> map, HttpProtocols protocols = HttpProtocols.Http1, int port = 0, X509Certificate2? certificate = null)
    {
        var logs = new CapturedLogs();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Debug);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = protocols;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(15));
        configure?.Invoke(builder);

        var app = builder.Build();
        try
        {
            map(app);
            await app.StartAsync().ConfigureAwait(false);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new TestHost(app, logs, new Uri(address));
    }

    /// <summary>Graceful shutdown, as a deployment does it.</summary>
    public Task StopAsync() => App.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync().ConfigureAwait(false);
        await App.DisposeAsync().ConfigureAwait(false);
    }
}
