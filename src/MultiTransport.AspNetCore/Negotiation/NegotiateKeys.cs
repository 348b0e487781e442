using System.Collections.Concurrent;

namespace MultiTransport.AspNetCore;

/// <summary>The answers to keyed negotiate requests: a repetition by a browser or proxy gets the same session and the same bytes. Bounded in number and time.</summary>
internal sealed class NegotiateKeys(TimeProvider time)
{
    private const int MaxCount = 100_000;

    private readonly ConcurrentDictionary<NegotiateKey, (Task<NegotiateAnswer> Answer, long At)> _answers = new();

    /// <summary>The answer that this key has, or the one that <paramref name="create"/> makes.</summary>
    public Task<NegotiateAnswer> GetOrAdd(NegotiateKey key, TimeSpan life, Func<Task<NegotiateAnswer>> create)
    {
        if (_answers.TryGetValue(key, out var known) && time.GetElapsedTime(known.At) < life)
        {
            return known.Answer;
        }

        if (_answers.Count >= MaxCount)
        {
            return create();
        }

        var source = new TaskCompletionSource<NegotiateAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var mine = (source.Task, time.GetTimestamp());
        var winner = known.Answer is null ? _answers.GetOrAdd(key, mine) : _answers.TryUpdate(key, mine, known) ? mine : _answers.GetOrAdd(key, mine);
        if (winner.Item1 == source.Task)
        {
            _ = FillAsync(key, source, create);
        }

        return winner.Item1;
    }

    public void Sweep(TimeSpan life)
    {
        foreach (var (key, answer) in _answers)
        {
            if (time.GetElapsedTime(answer.At) >= life)
            {
                _answers.TryRemove(key, out _);
            }
        }
    }

    private async Task FillAsync(NegotiateKey key, TaskCompletionSource<NegotiateAnswer> source, Func<Task<NegotiateAnswer>> create)
    {
        try
        {
            var answer = await create().ConfigureAwait(false);
            if (answer.Refusal is not null)
            {
                _answers.TryRemove(key, out _);
            }

            source.SetResult(answer);
        }
        catch (Exception fault)
        {
            _answers.TryRemove(key, out _);
            source.SetException(fault);
        }
    }
}
