namespace MultiTransport.Chaos.Host;

/// <summary>Counts the exceptions of tasks that nobody looked at, in this process, and keeps the first ones.</summary>
internal sealed class Unobserved : IDisposable
{
    private const int MostTexts = 10;

    private readonly Lock _gate = new();
    private readonly List<string> _texts = [];
    private long _count;

    public Unobserved() => TaskScheduler.UnobservedTaskException += Take;

    public long Count => Interlocked.Read(ref _count);

    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (_gate)
            {
                return [.. _texts];
            }
        }
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= Take;

    private void Take(object? sender, UnobservedTaskExceptionEventArgs unobserved)
    {
        Interlocked.Increment(ref _count);
        lock (_gate)
        {
            if (_texts.Count < MostTexts)
            {
                _texts.Add(unobserved.Exception.ToString());
            }
        }
    }
}
