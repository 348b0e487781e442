namespace MultiTransport.Server.Tests.Api;

/// <summary>A store that can be told to fail, or not to answer.</summary>
internal sealed class FlakyHistory : ITopicHistory
{
    private readonly Lock _gate = new();
    private readonly List<TopicMessage> _messages = [];
    private readonly Dictionary<string, long> _keys = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = int.MaxValue;

    public IReadOnlyList<string> Texts => [.. _messages.Select(message => message.Message.GetText())];

    /// <summary>Whether it never answers.</summary>
    public bool IsMute { get; set; }

    /// <summary>Whether it fails whatever it is asked.</summary>
    public bool IsBroken { get; set; }

    /// <summary>How often it was asked for its epoch.</summary>
    public int Asked { get; private set; }

    /// <summary>Completes when it was asked.</summary>
    public Task WhenAsked => _asked.Task;

    /// <summary>It takes so many messages more.</summary>
    public void FailAfter(int messages) => _left = messages;

    public async ValueTask<string> GetEpochAsync(CancellationToken cancellationToken)
    {
        Asked++;
        _asked.TrySetResult();
        if (IsMute)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return IsBroken ? throw new IOException("It is broken.") : "flaky---";
    }

    public ValueTask<TopicAppended> AppendAsync(string topic, TopicAppend message, TopicBounds bounds, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_left-- <= 0)
            {
                throw new IOException("It is full.");
            }

            if (message.IdempotencyKey is { } key && !_keys.TryAdd(key, _messages.Count + 1))
            {
                return new(new TopicAppended(_keys[key], TopicAppendOutcome.Repetition));
            }

            _messages.Add(new TopicMessage(_messages.Count + 1, DateTimeOffset.UnixEpoch, message.Message.ToOwned(), message.Key, message.Publisher));
            return new(new TopicAppended(_messages.Count, TopicAppendOutcome.Added));
        }
    }

    public ValueTask<TopicRange> GetRangeAsync(string topic, TopicBounds bounds, CancellationToken cancellationToken) =>
        IsBroken ? throw new IOException("It is broken.") : new(_messages.Count == 0 ? default : new TopicRange(1, _messages.Count));

    public ValueTask<IReadOnlyList<TopicMessage>> ReadAsync(string topic, long after, int limit, int bytes, TopicBounds bounds, CancellationToken cancellationToken) =>
        new([.. _messages.Where(message => message.Position > after).Take(limit)]);
}
