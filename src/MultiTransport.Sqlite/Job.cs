namespace MultiTransport.Sqlite;

/// <summary>Something that is asked of the file.</summary>
internal abstract class Job
{
    private int _isTaken;

    /// <summary>From here on it can be cancelled no more; false where it was.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    /// <summary>Gives up, where it was not taken yet.</summary>
    public void Cancel(CancellationToken token)
    {
        if (TryTake())
        {
            Cancelled(token);
        }
    }

    /// <summary>Does it; may be called again where the transaction that it stood in was undone.</summary>
    public abstract void Run(HistoryFile file);

    /// <summary>Tells who asked: what came of the last run, or why nothing did.</summary>
    public abstract void Settle(Exception? fault);

    protected abstract void Cancelled(CancellationToken token);
}
