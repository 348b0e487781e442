using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MultiTransport.Server.Api;
using MultiTransport.Server.Probes;
using MultiTransport.Server.Tests.Configuration;
using MultiTransport.Server.Users;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Api;

/// <summary>The server's parts in this process, with one key that may do everything and the topics <c>open:*</c>.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    public const string Key = "a-key-that-may-do-everything";

    private static readonly (string Path, string Value)[] Usual =
    [
        ("Api:Keys:0:Name", "all"), ("Api:Keys:0:Key", Key), ("Api:Keys:0:May:0", "publish"), ("Api:Keys:0:May:1", "read"), ("Api:Keys:0:May:2", "sessions"), ("Api:Keys:0:Topics:0", "*"),
        ("Topics:Rules:0:Name", "open:*"), ("Topics:Rules:0:Subscribe", "anyone"), ("Topics:Rules:0:Publish", "anyone"), ("Topics:Rules:0:Presence", "true"), ("Topics:Rules:0:MaxMessageBytes", "1000"),
        ("DemoTopics", "Never"), ("MultiTransportServer:DrainTimeout", "00:00:00"),
    ];

    private readonly HttpClient _client;

    private ApiHost(TestHost host)
    {
        Host = host;
        _client = new HttpClient { BaseAddress = host.BaseAddress, Timeout = TestTimeouts.Shared };
    }

    public TestHost Host { get; }

    public ITopics Topics => Host.Services.GetRequiredService<ITopics>();

    public ISessions Sessions => Host.Services.GetRequiredService<ISessions>();

    /// <summary>Starts it with the usual settings and <paramref name="settings"/> over them.</summary>
    public static Task<ApiHost> StartAsync(params (string Path, string Value)[] settings) => StartAsync(null, settings);

    public static async Task<ApiHost> StartAsync(Action<WebApplicationBuilder>? configure, params (string Path, string Value)[] settings) =>
        await StartBareAsync(configure, [.. Usual.ExceptBy(settings.Select(static one => one.Path), static one => one.Path), .. settings]);

    /// <summary>Starts it with these settings and no other.</summary>
    public static async Task<ApiHost> StartBareAsync(Action<WebApplicationBuilder>? configure, params (string Path, string Value)[] settings)
    {
        var read = Settings.Read(settings);
        return new ApiHost(await TestHost.StartAsync(
            builder =>
            {
                builder.Services.AddRealtime(read);
                builder.Services.AddUsers(read);
                builder.Services.AddApi(read.Api);
                builder.Services.AddProbes();
                configure?.Invoke(builder);
            },
            app =>
            {
                app.UseUsers(read);
                app.MapRealtime();
                app.MapApi();
                app.MapProbes();
            }));
    }

    /// <summary>A request with the usual key.</summary>
    public Task<ApiReply> SendAsync(string method, string path, string? json = null, params (string Name, string Value)[] headers) =>
        SendBareAsync(method, path, json, [("Authorization", $"Bearer {Key}"), .. headers]);

    public Task<ApiReply> PublishAsync(string json, params (string Name, string Value)[] headers) => SendAsync("POST", "/api/publish", json, headers);

    public Task<ApiReply> GetAsync(string path) => SendAsync("GET", path);

    /// <summary>A request as it is said.</summary>
    public async Task<ApiReply> SendBareAsync(string method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Host.BaseAddress, path));
        if (json is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value) || request.Content?.Headers.TryAddWithoutValidation(name, value) == true);
        }

        return await ApiReply.OfAsync(await _client.SendAsync(request));
    }

    /// <summary>Opens a session at <c>/realtime</c> as curl does; returns its id.</summary>
    public async Task<string> OpenAsync(string query = "")
    {
        var answer = await SendBareAsync("GET", $"/realtime?wait=0{query}", null);
        Assert.Equal(200, answer.Status);
        return answer.Json.GetProperty("session").GetString()![..22];
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Host.DisposeAsync();
    }
}
