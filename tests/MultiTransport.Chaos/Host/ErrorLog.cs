using Microsoft.Extensions.Logging;

namespace MultiTransport.Chaos.Host;

/// <summary>Counts what is logged as a warning or worse, by category and event, and keeps the first of each; handlers that were asked to throw are expected.</summary>
internal sealed class ErrorLog : ILoggerProvider
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, (long Count, string First)> _entries = [];

    public IReadOnlyDictionary<string, string> Entries
    {
        get
        {
            lock (_gate)
            {
                return _entries.ToDictionary(static entry => entry.Key, static entry => $"{entry.Value.Count}: {entry.Value.First}");
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void Dispose()
    {
        // nothing is held
    }

    private void Add(string key, string text)
    {
        lock (_gate)
        {
            var (count, first) = _entries.GetValueOrDefault(key, (0, text));
            _entries[key] = (count + 1, first);
        }
    }

    private sealed class Category(ErrorLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Add($"{logLevel} {name} {eventId.Name ?? $"{eventId.Id}"}", $"{formatter(state, exception)} {exception}".Trim());
            }
        }
    }
}
