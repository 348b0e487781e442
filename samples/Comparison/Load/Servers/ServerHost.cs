using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MultiTransport.Load.Servers;

/// <summary>The same host, settings and /stats for every server that is compared.</summary>
internal static class ServerHost
{
    public const string ListeningPrefix = "listening ";

    public static WebApplicationBuilder CreateBuilder(string url)
    {
        var address = new Uri(url);
        if (!IPAddress.TryParse(address.Host, out var ip) || !IPAddress.IsLoopback(ip))
        {
            throw new ArgumentException($"{url} is not a loopback address.", nameof(url));
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.WebHost.ConfigureKestrel(options => options.AddServerHeader = false);
        return builder;
    }

    /// <summary>Runs until stopped, or until standard input ends where a parent process holds it.</summary>
    public static async Task RunAsync(WebApplication app, bool hasParent)
    {
        Stats.Map(app);
        await app.StartAsync();
        Console.WriteLine(ListeningPrefix + app.Urls.First());
        if (hasParent)
        {
            await Console.In.ReadLineAsync();
            Environment.Exit(0); // nothing of a measured server is worth a graceful end
        }

        await app.WaitForShutdownAsync();
    }
}
