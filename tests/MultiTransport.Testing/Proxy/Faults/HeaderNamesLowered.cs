namespace MultiTransport.Testing;

/// <summary>All header names are in lower case, in both directions: HAProxy, and whatever speaks HTTP/2 in between.</summary>
public sealed record HeaderNamesLowered : RequestFault
{
    internal override async Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        exchange.Head = Lower(exchange.Head);
        var answer = await next().ConfigureAwait(false);
        return answer with { Head = Lower(answer.Head) };
    }

    private static HttpHead Lower(HttpHead head) => head.With(static header => KeyValuePair.Create(header.Key.ToLowerInvariant(), header.Value));
}
