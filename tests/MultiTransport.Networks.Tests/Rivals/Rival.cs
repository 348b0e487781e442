using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Networks.Tests.Proxies;
using MultiTransport.Networks.Tests.Rows;
using MultiTransport.Testing;

namespace MultiTransport.Networks.Tests.Rivals;

/// <summary>Another library: its browser client, and its server at a port of its own that another set of the same proxies stands before.</summary>
internal sealed class Rival(string name, string package, Func<int, IReadOnlyList<string>, Task> serve)
{
    private readonly Lazy<Task> _server = new(() => Task.Run(() => serve(Ports.Of($"origin-{name}"), [.. Rows.Select(static row => row.Name)])));

    public static IReadOnlyList<Rival> All { get; } = [new("signalr", "@microsoft/signalr", ServeSignalRAsync), new("socketio", "socket.io", ServeSocketIoAsync)];

    /// <summary>Those without a proxy that browsers are told of.</summary>
    public static IReadOnlyList<NetworkRow> Rows { get; } = [.. NetworkRows.All.Where(static row => row is { Forward: null, IsDeployment: false, AnswersDie: false, Winner: not null })];

    public string Name { get; } = name;

    private static string Folder { get; } = Path.Combine(ClientScript.Folder, "..", "..", "tests", "MultiTransport.Networks.Tests", "Rivals");

    /// <summary>Why it cannot run here, or null.</summary>
    public string? Missing => Directory.Exists(Path.Combine(Folder, "node_modules", package)) ? null : $"{package} is not installed: npm ci in tests/MultiTransport.Networks.Tests/Rivals";

    /// <summary>The module that gives its client the driver's face.</summary>
    public Uri Script => new($"http://127.0.0.1:{Ports.Of("rival-files")}/{Name}.mjs");

    /// <summary>Starts its server, and that of the files; once.</summary>
    public async Task StartAsync()
    {
        await Files.Value;
        await _server.Value;
    }

    public Uri Url(NetworkRow row) => new($"http://127.0.0.1:{Ports.Of($"{row.Port ?? row.Name}-{Name}")}/{row.Name}{(Name == "signalr" ? "/signalr" : "")}");

    /// <summary>What has come up, as the server counts.</summary>
    public async Task<(int Received, int Distinct)> ReportAsync(NetworkRow row)
    {
        using var http = new HttpClient();
        var report = await http.GetFromJsonAsync<Dictionary<string, int>>(new Uri($"http://127.0.0.1:{Ports.Of($"origin-{Name}")}/report/{row.Name}")).WithTimeout();
        return (report!["received"], report["distinct"]);
    }

    private static Lazy<Task> Files { get; } = new(static () => Task.Run(() => TestHost.StartAsync(configure: null, static app => app.UseStaticFiles(new StaticFileOptions
    {
        FileProvider = new PhysicalFileProvider(Path.GetFullPath(Folder)),
        ContentTypeProvider = new FileExtensionContentTypeProvider(new Dictionary<string, string> { [".mjs"] = "text/javascript", [".js"] = "text/javascript" }),
        OnPrepareResponse = static file => file.Context.Response.Headers.AccessControlAllowOrigin = "*",
    }), port: Ports.Of("rival-files"))));

    private static async Task ServeSignalRAsync(int port, IReadOnlyList<string> rows)
    {
        var page = (await ControlHost.Instance).Origin;
        await TestHost.StartAsync(
            builder => builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins(page).AllowAnyHeader().AllowAnyMethod().AllowCredentials())).AddSignalR(),
            app =>
            {
                app.UseCors();
                foreach (var row in rows)
                {
                    app.MapHub<RivalHub>($"/{row}/signalr");
                }

                app.MapGet("/report/{row}", static (string row) =>
                {
                    var (received, distinct) = RivalHub.Report(row);
                    return Results.Json(new { received, distinct });
                });
            },
            port: port);
    }

    private static async Task ServeSocketIoAsync(int port, IReadOnlyList<string> rows)
    {
        var page = (await ControlHost.Instance).Origin;
        var server = RuntimeProcess.Start(RuntimeProcess.NewHome(), [RuntimeTools.Node, Path.Combine(Path.GetFullPath(Folder), "server.mjs"), $"{port}", page, .. rows]);
        await server.LineAsync(static line => line == "listening").WithTimeout();
    }
}
