using Microsoft.Extensions.Logging;

namespace MultiTransport.Testing;

/// <summary>Keeps every log entry, and tells when one arrives.</summary>
public sealed class CapturedLogs : ILoggerProvider
{
    private readonly Lock gate = new();
    private readonly List<CapturedLog> entries = [];
    private readonly List<(Func<CapturedLog, bool> Wanted, TaskCompletionSource<CapturedLog> Found)> waiters = [];

    public IReadOnlyList<CapturedLog> Entries
    {
        get
        {
            lock (gate)
            {
                return [.. entries];
            }
        }
    }

    /// <summary>The first entry that fits, past or to come.</summary>
    public Task<CapturedLog> WhenAsync(Func<CapturedLog, bool> wanted)
    {
        lock (gate)
        {
            if (entries.Find(entry => wanted(entry)) is { } entry)
            {
                return Task.FromResult(entry);
            }

            var found = new TaskCompletionSource<CapturedLog>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiters.Add((wanted, found));
            return found.Task;
        }
    }

    public ILogger CreateLogger(string categoryName) => new Capture(this, categoryName);

    public void Dispose()
    {
    }

    private void Add(CapturedLog entry)
    {
        lock (gate)
        {
            entries.Add(entry);
            foreach (var (_, found) in waiters.FindAll(waiter => waiter.Wanted(entry)))
            {
                found.TrySetResult(entry);
            }

            waiters.RemoveAll(waiter => waiter.Found.Task.IsCompleted);
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
