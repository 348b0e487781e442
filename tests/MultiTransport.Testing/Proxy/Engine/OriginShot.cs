namespace MultiTransport.Testing;

/// <summary>A request sent to the server on a connection of its own. Its answer is read to the end, whether somebody wants it or not.</summary>
internal sealed class OriginShot
{
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<RecordedAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private OriginConnection? _origin;

    private OriginShot() => _ = _answer.Task.ContinueWith(static task => task.Exception, TaskScheduler.Default);

    /// <summary>Completes when the request went out, or never will.</summary>
    public Task Sent => _sent.Task;

    /// <summary>Completes when the head of the answer is there.</summary>
    public Task<RecordedAnswer> Answer => _answer.Task;

    /// <summary>Completes when the answer was read to its end, or there will be none.</summary>
    public Task Over => _over.Task;

    public bool IsOver => _over.Task.IsCompleted;

    public static OriginShot Fire(FaultProxy proxy, HttpHead head, BodyFraming framing, byte[] content)
    {
        var shot = new OriginShot();
        proxy.Track(shot.RunAsync(proxy, head, framing, content));
        return shot;
    }

    /// <summary>RST to the server, at once.</summary>
    public void Reset() => _origin?.Reset();

    private async Task RunAsync(FaultProxy proxy, HttpHead head, BodyFraming framing, byte[] content)
    {
        await Task.Yield();
        try
        {
            var lane = new ProxyLane(proxy.Time, proxy.Life);
            _origin = await OriginConnection.ConnectAsync(proxy.TargetPort, lane, proxy.Life).ConfigureAwait(false);
            await _origin.SendAsync(head, framing, Bodies.Of(content), proxy.Life).ConfigureAwait(false);
            _sent.TrySetResult();
            var answer = new RecordedAnswer(await _origin.ReadAnswerAsync(head.Method, _ => Task.CompletedTask, proxy.Life).ConfigureAwait(false));
            _answer.TrySetResult(answer);
            await answer.RecordAsync(proxy.Life).ConfigureAwait(false);
        }
        catch (Exception error) when (error is CutException || ProxiedConnection.IsEnd(error))
        {
            _answer.TrySetException(error as CutException ?? new CutException(CutKind.Reset));
        }
        finally
        {
            _sent.TrySetResult();
            _over.TrySetResult();
            await (_origin?.CloseAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        }
    }
}
