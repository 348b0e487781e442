using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MultiTransport.Client;

namespace Chat.Tests;

/// <summary>One device of one person: what a page does, without a page.</summary>
internal sealed class ChatUser(Uri url, string name, params string[] transports) : IAsyncDisposable
{
    private readonly HttpClientHandler _cookies = new();
    private readonly ConcurrentQueue<JsonNode> _told = new();
    private readonly SemaphoreSlim _heard = new(0);

    public string Name => name;

    public HttpClient Http => field ??= new HttpClient(_cookies, disposeHandler: false) { BaseAddress = url };

    /// <summary>What this device shows to be let in.</summary>
    public string Cookie => _cookies.CookieContainer.GetCookieHeader(url);

    public ClientSession Session { get; private set; } = null!;

    public long Id { get; private set; }

    /// <summary>Everything that came by itself, in order.</summary>
    public IReadOnlyList<JsonNode> Told => [.. _told];

    public IReadOnlyList<JsonNode> Events => [.. _told.Where(static told => told["seq"] is not null)];

    public Task RegisterAsync() => EnterAsync("register");

    public Task SignInAsync() => EnterAsync("login");

    /// <summary>Another device of the same person.</summary>
    public async Task<ChatUser> AnotherDeviceAsync(params string[] others)
    {
        var device = new ChatUser(url, name, others);
        await device.SignInAsync();
        await device.ConnectAsync();
        return device;
    }

    public async Task ConnectAsync()
    {
        var options = new ClientSessionOptions
        {
            Headers = new Dictionary<string, string> { ["Cookie"] = Cookie },
            Verdicts = null,
        };
        if (transports.Length > 0)
        {
            options.Transports = transports;
        }

        Session = await ClientSession.ConnectAsync(new Uri(url, "/chat"), options);
        _ = ListenAsync(Session);
    }

    public async Task<JsonNode> AskAsync(object question)
    {
        var answer = await Session.RequestAsync(System.Text.Json.JsonSerializer.Serialize(question));
        return JsonNode.Parse(answer.Text)!;
    }

    /// <summary>Asks what is to be refused, and gives the code.</summary>
    public async Task<string?> RefusedAsync(object question) => (await AskAsync(question) as JsonObject)?["error"]?["code"]?.GetValue<string>();

    public async Task<long> CreateRoomAsync(string room, bool isPrivate = false) =>
        (await AskAsync(new { @do = "create-room", name = room, isPrivate }))["id"]!.GetValue<long>();

    public Task<JsonNode> SendAsync(long room, string text, string? clientId = null, string? file = null) =>
        AskAsync(new { @do = "send", room, clientId = clientId ?? Guid.NewGuid().ToString("N"), text, file });

    public async Task<string> UploadAsync(string file, byte[] content)
    {
        var id = (await AskAsync(new { @do = "upload", name = file, type = "", size = content.Length }))["file"]!.GetValue<string>();
        for (var offset = 0; offset < content.Length; offset += 60 * 1024)
        {
            await Session.SendAsync(Piece(id, offset, content.AsSpan(offset, Math.Min(60 * 1024, content.Length - offset))));
        }

        Assert.True((await AskAsync(new { @do = "upload-end", file = id }))["isComplete"]!.GetValue<bool>());
        return id;
    }

    public static byte[] Piece(string file, long offset, ReadOnlySpan<byte> data)
    {
        var piece = new byte[24 + data.Length];
        Convert.FromHexString(file).CopyTo(piece, 0);
        BinaryPrimitives.WriteInt64BigEndian(piece.AsSpan(16), offset);
        data.CopyTo(piece.AsSpan(24));
        return piece;
    }

    /// <summary>Waits until what was told holds something.</summary>
    public async Task<JsonNode> HearsAsync(Func<JsonNode, bool> what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (_told.FirstOrDefault(what) is { } found)
            {
                return found;
            }

            try
            {
                await _heard.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{name} was not told that; told were: {string.Join("\n", _told.Select(static told => told.ToJsonString()))}");
            }
        }
    }

    public Task<JsonNode> HearsMessageAsync(string text) => HearsAsync(told => told["event"]?["message"]?["text"]?.GetValue<string>() == text);

    public async ValueTask DisposeAsync()
    {
        if (Session is not null)
        {
            await Session.DisposeAsync();
        }

        Http.Dispose();
        _cookies.Dispose();
        _heard.Dispose();
    }

    private async Task EnterAsync(string how)
    {
        using var answer = await Http.PostAsJsonAsync($"/accounts/{how}", new { name, password = "correct horse" });
        answer.EnsureSuccessStatusCode();
        Id = (await answer.Content.ReadFromJsonAsync<JsonNode>())!["id"]!.GetValue<long>();
    }

    private async Task ListenAsync(ClientSession session)
    {
        await foreach (var message in session)
        {
            _told.Enqueue(JsonNode.Parse(message.Text)!);
            _heard.Release();
        }
    }
}
