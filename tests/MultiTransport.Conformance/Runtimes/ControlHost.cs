using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Runtimes;

/// <summary>Serves the driver to browsers and takes the control connections, beside and never through what is tested.</summary>
internal sealed class ControlHost
{
    private static readonly Lazy<Task<ControlHost>> Only = new(StartAsync);

    private readonly ConcurrentDictionary<string, TaskCompletionSource<ControlConnection>> _awaited = new();
    private TestHost? _host;

    /// <summary>The one of this process; it ends with it.</summary>
    public static Task<ControlHost> Instance => Only.Value;

    /// <summary>The origin of the pages that it serves.</summary>
    public string Origin => _host!.BaseAddress.GetLeftPart(UriPartial.Authority);

    public Uri Control => new UriBuilder(_host!.Address("control")) { Scheme = "ws" }.Uri;

    /// <summary>The client for browsers, as servers serve it.</summary>
    public Uri Script => _host!.Address("known/client.js");

    /// <summary>The one with topics.</summary>
    public Uri TopicScript => _host!.Address("known/topics.js");

    /// <summary>The folder with the driver's files.</summary>
    public static string DriverFolder { get; } = Path.Combine(AppContext.BaseDirectory, "Driver");

    /// <summary>Maps the driver's files at <c>/driver</c>, for pages of the endpoint's own origin.</summary>
    public static void MapDriver(IApplicationBuilder app) => app.UseStaticFiles(new StaticFileOptions
    {
        RequestPath = "/driver",
        FileProvider = new PhysicalFileProvider(DriverFolder),
        OnPrepareResponse = static file => file.Context.Response.Headers.CacheControl = "no-store",
    });

    /// <summary>The page of a driver by that name, of this origin or another.</summary>
    public Uri PageOf(string name, Uri? origin = null) =>
        new(origin ?? _host!.BaseAddress, $"/driver/driver.html?name={name}&control={Uri.EscapeDataString(Control.ToString())}");

    /// <summary>The control connection of the driver that is, or will be, started by that name.</summary>
    public Task<ControlConnection> ConnectionOfAsync(string name) => Awaited(name).Task;

    private static async Task<ControlHost> StartAsync()
    {
        var control = new ControlHost();
        control._host = await TestHost.StartAsync(static builder => builder.Services.AddMultiTransport(), app =>
        {
            MapDriver(app);
            app.UseWebSockets();
            app.Map("/control", control.AcceptAsync);
            app.MapMultiTransport("/known", static (_, _) => ValueTask.CompletedTask);
        });
        return control;
    }

    private TaskCompletionSource<ControlConnection> Awaited(string name) =>
        _awaited.GetOrAdd(name, static _ => new TaskCompletionSource<ControlConnection>(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task AcceptAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var connection = new ControlConnection(socket);
        await connection.RunAsync(name => Awaited(name).TrySetResult(connection));
    }
}
