using System.Collections.Concurrent;

namespace MultiTransport.Client;

/// <summary>Remembers verdicts for the life of the process.</summary>
public sealed class MemoryVerdictStore : IVerdictStore
{
    private const int MaxKeys = 1024;

    private readonly ConcurrentDictionary<string, string> _texts = new();

    /// <summary>The one that all sessions of the process share unless their options say otherwise.</summary>
    public static MemoryVerdictStore Shared { get; } = new();

    /// <inheritdoc/>
    public string? Read(string key) => _texts.GetValueOrDefault(key);

    /// <inheritdoc/>
    public void Write(string key, string text)
    {
        if (_texts.Count >= MaxKeys && !_texts.ContainsKey(key))
        {
            _texts.Clear(); // verdicts are short-lived hints: forgetting them costs one more try each
        }

        _texts[key] = text;
    }
}
