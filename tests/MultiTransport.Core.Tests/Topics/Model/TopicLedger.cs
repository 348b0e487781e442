namespace MultiTransport.Core.Tests;

/// <summary>What one reader has of one topic, over all its sessions: each position once, in order, and every hole told once.</summary>
internal sealed class TopicLedger(string topic, IReadOnlyList<(string Text, string? Key)> published, bool isConflated)
{
    private readonly Dictionary<string, long> _newest = [];
    private readonly HashSet<long> _own = [];
    private bool _mayHaveLost;
    private bool _hasLost;

    public long Last { get; private set; } = -1;

    public long Begin { get; private set; }

    public int Messages { get; private set; }

    public int Skips { get; private set; }

    public int Gaps { get; private set; }

    /// <summary>Subscribed: what the answer says.</summary>
    public void Subscribed(long position, string? why, long? from, long? to)
    {
        if (Last < 0)
        {
            Check(why is null, "a gap of what was not asked for");
            (Last, Begin) = (position, position);
            return;
        }

        if (why == "evicted")
        {
            Check(from == Last + 1 && to == position, $"a gap of {from}-{to} up to {position}");
            Lost(position);
            return;
        }

        Check(why is null && position == Last, $"position {position}, gap {why}");
    }

    public void Message(long position, string text)
    {
        Check(position > Last, $"message {position} again or too late");
        Check(isConflated || position == Last + 1 || _mayHaveLost, $"message {position} without a gap");
        Check(published[(int)position - 1].Text == text, $"message {position} is '{text}'");
        if (position > Last + 1 && !isConflated)
        {
            Gaps++;
        }

        Messages++;
        _mayHaveLost = false;
        _newest[published[(int)position - 1].Key ?? ""] = position;
        Last = position;
    }

    /// <summary>The reader published it and wanted no copy.</summary>
    public void Skipped(long position)
    {
        Check(position == Last + 1 || (_mayHaveLost && position > Last), $"message {position} skipped");
        Skips++;
        _mayHaveLost = false;
        _newest[published[(int)position - 1].Key ?? ""] = position;
        Last = position;
    }

    public void Gap(long from, long to)
    {
        Check(from <= to && (isConflated ? from > Last || to > Last : from == Last + 1 || (_mayHaveLost && from > Last)), $"a gap of {from}-{to}");
        _mayHaveLost = false;
        Lost(to);
    }

    /// <summary>Numbers of the session are lost: the topic's may be among them, which its next message shows.</summary>
    public void SessionLost() => (_mayHaveLost, _hasLost) = (true, true);

    /// <summary>The reader publishes this one and wants no copy; in a conflated topic nothing tells of it.</summary>
    public void Own(long position) => _own.Add(position);

    /// <summary>Nothing is published any more, and the reader has read all there was.</summary>
    public void CheckWhole()
    {
        if (Last < 0 || _mayHaveLost)
        {
            return;
        }

        if (!isConflated)
        {
            Check(Last == published.Count, $"{published.Count} were published");
            return;
        }

        // What the session lost of a conflated topic leaves no trace in its positions.
        for (var position = _hasLost ? long.MaxValue : Begin + 1; position <= published.Count; position++)
        {
            var key = published[(int)position - 1].Key ?? "";
            var isNewest = !_own.Contains(position) && published.Skip((int)position).All(later => (later.Key ?? "") != key);
            Check(!isNewest || _newest.GetValueOrDefault(key) == position, $"the newest of '{key}', {position}, is missing");
        }
    }

    private void Lost(long to)
    {
        Gaps++;
        Last = Math.Max(Last, to);
        foreach (var key in published.Take((int)to).Select(static message => message.Key ?? "").Distinct().ToList())
        {
            // What was the newest of its key may be among the lost.
            var newest = published.Take((int)to).ToList().FindLastIndex(message => (message.Key ?? "") == key) + 1;
            _newest[key] = Math.Max(_newest.GetValueOrDefault(key), newest);
        }
    }

    private void Check(bool isRight, string what)
    {
        if (!isRight)
        {
            throw new InvalidOperationException($"{topic} after {Last}: {what}.");
        }
    }
}
