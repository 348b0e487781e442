using Microsoft.Extensions.Logging;

namespace MultiTransport.Testing;

/// <summary>One log entry as a test sees it.</summary>
public sealed record CapturedLog(
    string Category, LogLevel Level, EventId Event, string Text, Exception? Exception, IReadOnlyList<KeyValuePair<string, object?>> Values)
{
    /// <summary>The value of a placeholder, or null.</summary>
    public object? this[string name] => Values.FirstOrDefault(value => value.Key == name).Value;

    public override string ToString() => $"{Level} {Category} [{Event.Id} {Event.Name}] {Text}{(Exception is null ? "" : $"\n{Exception}")}";
}
