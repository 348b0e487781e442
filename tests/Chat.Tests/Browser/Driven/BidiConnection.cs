using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiTransport.Testing;

namespace Chat.Tests.Browser.Driven;

/// <summary>WebDriver BiDi: commands, their answers, and events between them, as JSON over a WebSocket.</summary>
internal sealed class BidiConnection : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _waiting = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Task _reading = Task.CompletedTask;
    private int _commands;

    /// <summary>Called with the name and the content of each event.</summary>
    public event Action<string, JsonNode>? Told;

    public async Task ConnectAsync(Uri url)
    {
        await _socket.ConnectAsync(url, default).WithTimeout();
        _reading = ReadAsync();
    }

    public async Task<JsonNode> CommandAsync(string method, JsonObject parameters)
    {
        var id = Interlocked.Increment(ref _commands);
        var answer = _waiting[id] = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        var command = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await _turn.WaitAsync();
        try
        {
            await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(command), WebSocketMessageType.Text, endOfMessage: true, default).WithTimeout();
        }
        finally
        {
            _turn.Release();
        }

        var told = await answer.Task.WithTimeout(what: $"Firefox's answer to {method}");
        return told["result"] ?? throw new InvalidOperationException($"Firefox: {method}: {told.ToJsonString()}");
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _turn.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer.AsMemory(), default);
                message.Write(buffer, 0, received.Count);
                if (received.EndOfMessage)
                {
                    Take(JsonNode.Parse(message.ToArray())!);
                    message.SetLength(0);
                }
            }
        }
        catch (Exception end) when (end is WebSocketException or OperationCanceledException or JsonException or ObjectDisposedException)
        {
            foreach (var (_, answer) in _waiting)
            {
                answer.TrySetException(new InvalidOperationException("Firefox is gone.", end));
            }
        }
    }

    private void Take(JsonNode told)
    {
        if (told["id"]?.GetValue<int>() is { } id && _waiting.TryRemove(id, out var answer))
        {
            answer.TrySetResult(told);
        }
        else if (told["method"]?.GetValue<string>() is { } method)
        {
            Told?.Invoke(method, told["params"]!);
        }
    }
}
