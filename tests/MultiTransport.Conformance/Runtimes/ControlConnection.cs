using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace MultiTransport.Conformance.Runtimes;

/// <summary>The control socket of one driver: commands go, answers and events come.</summary>
internal sealed class ControlConnection
{
    private readonly WebSocket _socket;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode?>> _commands = new();
    private readonly ConcurrentDictionary<string, Action<JsonObject>> _sessions = new();
    private readonly Channel<string> _outgoing = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _ids;

    public ControlConnection(WebSocket socket) => _socket = socket;

    public bool IsAlive => !_ended.Task.IsCompleted;

    public Task Ended => _ended.Task;

    public int NewId() => Interlocked.Increment(ref _ids);

    /// <summary>Events of this session go there; an object without a name says that the driver is gone.</summary>
    public void Hear(string session, Action<JsonObject> listener) => _sessions[session] = listener;

    public void Forget(string session) => _sessions.TryRemove(session, out _);

    /// <summary>Sends the command at once; the answer may take as long as it likes.</summary>
    public Task<JsonNode?> CommandAsync(string op, JsonObject? fields = null)
    {
        var command = fields ?? [];
        var id = NewId();
        command["id"] = id;
        command["op"] = op;
        var answer = Expect(id);
        _outgoing.Writer.TryWrite(command.ToJsonString());
        return answer;
    }

    /// <summary>The answer to a command that travels in another one.</summary>
    public Task<JsonNode?> Expect(int id)
    {
        var answer = new TaskCompletionSource<JsonNode?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _commands[id] = answer;
        if (!IsAlive)
        {
            answer.TrySetException(Gone());
        }

        return answer.Task;
    }

    /// <summary>Until the driver goes away; returns its name by <paramref name="hello"/>.</summary>
    public async Task RunAsync(Action<string> hello)
    {
        var writing = WriteAsync();
        try
        {
            while (await ReadAsync() is { } message)
            {
                Take(message, hello);
            }
        }
        catch (WebSocketException)
        {
            // it was ended, or crashed
        }
        finally
        {
            End();
        }

        await writing;
    }

    private static InvalidOperationException Gone() => new("The runtime of the client is gone: its control connection ended.");

    private void End()
    {
        _ended.TrySetResult();
        _outgoing.Writer.TryComplete();
        foreach (var command in _commands.Values)
        {
            command.TrySetException(Gone());
        }

        foreach (var listener in _sessions.Values)
        {
            listener([]);
        }
    }

    private void Take(JsonObject message, Action<string> hello)
    {
        if (message["hello"] is { } name)
        {
            hello(name.GetValue<string>());
        }
        else if (message["event"] is not null)
        {
            if (_sessions.TryGetValue(message["of"]!.GetValue<string>(), out var listener))
            {
                listener(message);
            }
        }
        else if (_commands.TryRemove(message["id"]!.GetValue<int>(), out var command))
        {
            Answer(command, message);
        }
    }

    private static void Answer(TaskCompletionSource<JsonNode?> command, JsonObject message)
    {
        if (message["error"] is { } error)
        {
            command.TrySetException(new ClientFailureException(
                error["name"]!.GetValue<string>(), error["code"]?.ToString(), (int)error["number"]!.GetValue<double>(), error["message"]!.GetValue<string>()));
        }
        else
        {
            command.TrySetResult(message["result"]);
        }
    }

    private async Task<JsonObject?> ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        using var whole = new MemoryStream();
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            whole.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                return JsonNode.Parse(whole.ToArray())!.AsObject();
            }
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var text in _outgoing.Reader.ReadAllAsync())
            {
                await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // the reader tells
        }
    }
}
