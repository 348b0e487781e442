using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MultiTransport.Chaos.Host.Counts;

namespace MultiTransport.Chaos.Host;

/// <summary>The server under test, in a process of its own. It prints its address, and ends when its standard input does: it cannot outlive its run.</summary>
internal static class ChaosHost
{
    public const string Command = "host";
    public const string SdkPath = "/chaos";
    public const string NativePath = "/native";

    public static async Task<int> RunAsync()
    {
        OpenTasks.Watch();
        using var unobserved = new Unobserved();
        using var log = new ErrorLog();
        var (lanes, clock) = (new HostLanes(), new JumpingClock());
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(lanes);
        builder.Services.AddMultiTransport();

        await using var app = builder.Build();
        app.MapMultiTransport<ChaosHandler>(SdkPath, static options => options.Overflow = OverflowPolicy.Wait);
        app.MapMultiTransport<ChaosHandler>(NativePath, static options => options.UnprovenResume = options.Resume); // a clock that leaps would end what has just begun, rightly
        app.MapControl(lanes, log, unobserved, clock);
        await app.StartAsync();
        await Console.Out.WriteLineAsync(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
        return 0;
    }
}
