using System.Collections.Concurrent;

namespace MultiTransport.Testing;

/// <summary>
/// The first whole 200 of a URL is the answer to all later requests for it, by default of GET only: Varnish without Cache-Control; with
/// <see cref="HonoursNoStore"/> off, caches that know better.
/// </summary>
public sealed record CachedByUrl : RequestFault
{
    private readonly ConcurrentDictionary<string, RecordedAnswer> _answers = new();

    public CachedByUrl() => Where = request => Requests.Get(request) && Requests.NoUpgrade(request);

    public bool HonoursNoStore { get; init; }

    internal override async Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        var key = exchange.Request.Target;
        if (_answers.TryGetValue(key, out var before) && before.IsComplete)
        {
            return before.Give();
        }

        var answer = await next().ConfigureAwait(false);
        if (answer.StatusCode != 200 || (HonoursNoStore && answer.Head.HasToken("Cache-Control", "no-store")))
        {
            return answer;
        }

        var recorded = new RecordedAnswer(answer);
        _answers[key] = recorded;
        exchange.Proxy.Track(recorded.RecordAsync(exchange.Token));
        return recorded.Give();
    }
}
