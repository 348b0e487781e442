using System.Collections.Concurrent;

namespace MultiTransport.Testing;

/// <summary>
/// An answer is given twice: the next request of the same method and path gets the answer of the one before, and the server never sees it. The one after that
/// passes again. A cache that ignores what it is told, or looks at no query.
/// </summary>
public sealed record AnswerRepeated : RequestFault
{
    private readonly ConcurrentDictionary<string, RecordedAnswer> _answers = new();

    public AnswerRepeated() => Where = Requests.NoUpgrade;

    internal override async Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        var key = $"{exchange.Request.Method} {exchange.Request.Path}";
        if (_answers.TryRemove(key, out var before) && before.IsComplete)
        {
            return before.Give();
        }

        var answer = new RecordedAnswer(await next().ConfigureAwait(false));
        _answers[key] = answer;
        exchange.Proxy.Track(answer.RecordAsync(exchange.Token));
        return answer.Give();
    }
}
