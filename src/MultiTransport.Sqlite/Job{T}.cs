namespace MultiTransport.Sqlite;

/// <summary>Something that is asked of the file, and its answer.</summary>
internal sealed class Job<T>(Func<HistoryFile, T> what) : Job
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _answer.Task;

    public override void Run(HistoryFile file) => _result = what(file);

    public override void Settle(Exception? fault)
    {
        if (fault is null)
        {
            _answer.TrySetResult(_result!);
        }
        else
        {
            _answer.TrySetException(fault);
        }
    }

    protected override void Cancelled(CancellationToken token) => _answer.TrySetCanceled(token);
}
