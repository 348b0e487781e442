namespace MultiTransport.Client.Tests;

/// <summary>Stands in for network and server: every request waits until the test answers it.</summary>
public sealed class ScriptedHandler : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private readonly List<ScriptedRequest> _seen = [];
    private readonly List<ScriptedRequest> _taken = [];
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Every request so far.</summary>
    public IReadOnlyList<ScriptedRequest> Seen
    {
        get
        {
            lock (_gate)
            {
                return [.. _seen];
            }
        }
    }

    /// <summary>Requests without an answer that the client still waits for.</summary>
    public int Open => Seen.Count(static request => request.IsOpen);

    /// <summary>Answers at once where it gives an answer; the others wait for the test.</summary>
    public Func<ScriptedRequest, bool>? Automatic { get; set; }

    /// <summary>The next request to this path that no earlier call has had.</summary>
    public async Task<ScriptedRequest> NextAsync(string path)
    {
        while (true)
        {
            Task arrived;
            lock (_gate)
            {
                if (_seen.Except(_taken).FirstOrDefault(request => request.Path == path) is { } request)
                {
                    _taken.Add(request);
                    return request;
                }

                arrived = _arrived.Task;
            }

            await arrived.WithTimeout(what: $"a request to {path}; so far {string.Join(' ', Seen.Select(static request => request.Path))}");
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var scripted = new ScriptedRequest(request, body, cancellationToken);
        lock (_gate)
        {
            _seen.Add(scripted);
        }

        if (Automatic?.Invoke(scripted) == true)
        {
            lock (_gate)
            {
                _taken.Add(scripted);
            }
        }

        TaskCompletionSource arrived;
        lock (_gate)
        {
            arrived = _arrived;
            _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        arrived.SetResult();
        return await scripted.Answered.WaitAsync(cancellationToken);
    }
}
