using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using MultiTransport.Conformance.Scenarios;
using MultiTransport.Networks.Tests.Measures;
using MultiTransport.Testing;

namespace MultiTransport.Networks.Tests.Origin;

/// <summary>The application's end of one cell: it echoes words, checks the numbered messages that come up, and sends as many down.</summary>
internal sealed class RowEndpoint(string path, bool answersDie)
{
    private readonly DyingAnswers? _dying = answersDie ? new DyingAnswers() : null;
    private readonly ConcurrentDictionary<string, bool> _ways = new();
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Session? _session;
    private int _negotiates;
    private int _received;

    public string Path { get; } = path;

    /// <summary>Null is the default.</summary>
    public TimeSpan? Heartbeat { get; init; }

    /// <summary>Which answer carried the first echo.</summary>
    public ExchangeWatch Watch { get; } = new();

    /// <summary>How many requests to negotiate have arrived.</summary>
    public int Negotiates => Volatile.Read(ref _negotiates);

    /// <summary>How many answers were lost on their way.</summary>
    public int Died => _dying?.Count ?? 0;

    /// <summary>How requests arrived, for example <c>HTTP/2 CONNECT ws</c>; each once.</summary>
    public ICollection<string> Ways => _ways.Keys;

    /// <summary>What is wrong with the messages that came up, or null.</summary>
    public string? Wrong { get; private set; }

    /// <summary>How many numbered messages came up.</summary>
    public int Received => Volatile.Read(ref _received);

    /// <summary>Completes with the last numbered message.</summary>
    public Task Complete => _complete.Task;

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        _ways.TryAdd($"{context.Request.Protocol} {context.Request.Method} {context.Request.Path.Value!.Split('/')[^1]}", true);
        if (context.Request.Path.Value!.EndsWith("/negotiate", StringComparison.Ordinal) && HttpMethods.IsPost(context.Request.Method))
        {
            Interlocked.Increment(ref _negotiates);
        }

        return Watch.InvokeAsync(context, _dying is null ? next : inner => _dying.InvokeAsync(inner, next));
    }

    public ValueTask OnMessageAsync(Session session, Message message)
    {
        _session = session;
        if (Payload.NumberOf(message) is not { } number)
        {
            return session.SendAsync(message);
        }

        var expected = _received + 1;
        if (number != expected || !Payload.Equals(number, message))
        {
            Wrong ??= $"message {number} came where {expected} was due";
        }

        Volatile.Write(ref _received, expected);
        if (expected == Payload.Count)
        {
            _complete.TrySetResult();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Sends every numbered message down the session that spoke last.</summary>
    public async Task SendAllAsync()
    {
        for (var number = 1; number <= Payload.Count; number++)
        {
            await _session!.SendAsync(Payload.MessageOf(number)).WithTimeout();
        }
    }

    /// <summary>Sends a word down.</summary>
    public ValueTask SendAsync(string word) => _session!.SendAsync(Message.FromText(word));
}
