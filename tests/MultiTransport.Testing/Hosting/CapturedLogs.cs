using Microsoft.Extensions.Logging;

namespace MultiTransport.Testing;

/// <summary>Keeps every log entry, and tells when one arrives.</summary>
public sealed class CapturedLogs : ILoggerProvider
{
    private readonly Lock _gate = new();
    private readonly List<CapturedLog> _entries = [];
    private readonly List<(Func<CapturedLog, bool> Wanted, TaskCompletionSource<CapturedLog> Found)> _waiters = [];

    public IReadOnlyList<CapturedLog> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>The first entry that fits, past or to come.</summary>
    public Task<CapturedLog> WhenAsync(Func<CapturedLog, bool> wanted)
    {
        lock (_gate)
        {
            if (_entries.Find(entry => wanted(entry)) is { } entry)
            {
                return Task.FromResult(entry);
            }

            var found = new TaskCompletionSource<CapturedLog>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((wanted, found));
            return found.Task;
        }
    }

    public ILogger CreateLogger(string categoryName) => new Capture(this, categoryName);

    public void Dispose()
    {
    }

    private void Add(CapturedLog entry)
    {
        lock (_gate)
        {
            _entries.Add(entry);
            foreach (var (_, found) in _waiters.FindAll(waiter => waiter.Wanted(entry)))
            {
                found.TrySetResult(entry);
            }

            _waiters.RemoveAll(waiter => waiter.Found.Task.IsCompleted);
        }
    }

    private sealed class Capture(CapturedLogs owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            owner.Add(new CapturedLog(
                category,
                logLevel,
                eventId,
                formatter(state, exception),
                exception,
                state is IReadOnlyList<KeyValuePair<string, object?>> values ? [.. values] : []));
    }
}
