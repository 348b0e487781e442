using System.Text.Json;

namespace MultiTransport.Client;

/// <summary>Failures that are remembered for a while, by rung, and kept in a store where there is one.</summary>
internal sealed class Verdicts(IVerdictStore? store, TimeProvider time, Random random, Action<Action>? later = null)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, VerdictRecord> _records = [];
    private string? _key;

    /// <summary>Those that still hold.</summary>
    public IEnumerable<VerdictRecord> Holding => _records.Values.Where(Holds);

    public bool Holds(string rung) => _records.TryGetValue(rung, out var record) && Holds(record);

    /// <summary>How long until the first verdict on one of these rungs runs out.</summary>
    public TimeSpan? Until(IEnumerable<string> rungs)
    {
        TimeSpan? first = null;
        foreach (var rung in rungs)
        {
            if (_records.TryGetValue(rung, out var record) && Holds(record) && (record.Until - time.GetUtcNow()) is var left && (first is null || left < first))
            {
                first = left;
            }
        }

        return first;
    }

    /// <summary>Remembers under another key from now on: another network. What the store knows there is taken over.</summary>
    public void Use(string key, string? stored)
    {
        _key = key;
        _records.Clear();
        foreach (var record in Parse(stored))
        {
            _records[record.Transport] = record;
        }
    }

    public void Failed(string rung, string reason)
    {
        var inARow = _records.TryGetValue(rung, out var before) ? Math.Min(before.InARow + 1, 30) : 1;
        var span = First * Math.Pow(2, inARow - 1);
        span = (span > Most ? Most : span) * (0.8 + (0.4 * random.NextDouble()));
        _records[rung] = new VerdictRecord(rung, reason, inARow, time.GetUtcNow() + span);
        Save();
    }

    /// <summary>It works: it may be tried at any time. How often it failed counts until <see cref="Forget"/>, should it die young after all.</summary>
    public void Lift(string rung)
    {
        if (_records.TryGetValue(rung, out var record) && Holds(record))
        {
            _records[rung] = record with { Until = time.GetUtcNow() };
            Save();
        }
    }

    public void Forget(string rung)
    {
        if (_records.Remove(rung))
        {
            Save();
        }
    }

    public void Clear()
    {
        if (_records.Count > 0)
        {
            _records.Clear();
            Save();
        }
    }

    /// <summary>What a store holds under a key; null where it has nothing or fails.</summary>
    public static string? Read(IVerdictStore? store, string key)
    {
        try
        {
            return store?.Read(key);
        }
        catch (Exception)
        {
            return null; // a store of the application's that fails has nothing to say
        }
    }

    // A wall clock that was set back must not make a verdict hold for ever.
    private bool Holds(VerdictRecord record) => record.Until > time.GetUtcNow() && record.Until <= time.GetUtcNow() + (Most * 1.2);

    private void Save()
    {
        if (store is null || _key is null)
        {
            return;
        }

        var (key, text) = (_key, JsonSerializer.Serialize([.. _records.Values], ClientJson.Default.VerdictRecordArray));
        if (later is null)
        {
            Write(store, key, text);
        }
        else
        {
            later(() => Write(store, key, text)); // a store may take its time, and is the application's
        }
    }

    private static void Write(IVerdictStore store, string key, string text)
    {
        try
        {
            store.Write(key, text);
        }
        catch (Exception)
        {
            // as above: it is remembered for this session alone
        }
    }

    private static VerdictRecord[] Parse(string? stored)
    {
        try
        {
            var records = stored is null ? [] : JsonSerializer.Deserialize(stored, ClientJson.Default.VerdictRecordArray) ?? [];
            return [.. records.Where(record => record is { Transport: not null, Reason: not null })];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
