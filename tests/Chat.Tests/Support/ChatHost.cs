using Chat.Accounts;
using Chat.Files;
using Chat.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Chat.Tests;

/// <summary>The whole application on a free port, with a database of its own that is gone after the test.</summary>
internal sealed class ChatHost : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly string[] _settings;
    private WebApplication _app;

    private ChatHost(DirectoryInfo folder, string[] settings)
    {
        _folder = folder;
        _settings = settings;
        _app = Build();
    }

    public Uri Url => new(_app.Urls.First());

    public string DatabasePath => Path.Combine(_folder.FullName, "chat.db");

    public Database Database => _app.Services.GetRequiredService<Database>();

    public Devices Devices => _app.Services.GetRequiredService<Devices>();

    public Uploads Uploads => _app.Services.GetRequiredService<Uploads>();

    public static async Task<ChatHost> StartAsync(params string[] settings)
    {
        var host = new ChatHost(Directory.CreateTempSubdirectory("chat-"), settings);
        await host._app.StartAsync();
        return host;
    }

    /// <summary>Ends the process's part and begins it again with the same database, at the same address.</summary>
    public async Task RestartAsync()
    {
        var url = Url.ToString();
        await StopAsync();
        _app = Build();
        _app.Urls.Clear();
        _app.Urls.Add(url);
        await _app.StartAsync();
    }

    public async Task<ChatUser> RegisterAsync(string name, params string[] transports)
    {
        var user = new ChatUser(Url, name, transports);
        await user.RegisterAsync();
        await user.ConnectAsync();
        return user;
    }

    /// <summary>A device of somebody who has an account.</summary>
    public async Task<ChatUser> SignInAsync(string name, params string[] transports)
    {
        var user = new ChatUser(Url, name, transports);
        await user.SignInAsync();
        await user.ConnectAsync();
        return user;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private async Task StopAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private WebApplication Build() => ChatApplication.Build(
        ["--urls", "http://127.0.0.1:0", "--Chat:Database", DatabasePath, "--Logging:LogLevel:Default", "None", "--MultiTransportServer:DrainTimeout", "00:00:00.5", .. _settings]);
}
