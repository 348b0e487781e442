using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>Picks a page out of all sessions: one pass over them, and room for the page only.</summary>
internal static class SessionPage
{
    private const int MostSessions = 1_000;

    private static readonly Comparer<(ulong High, ulong Low)> LastFirst = Comparer<(ulong High, ulong Low)>.Create(static (one, other) => other.CompareTo(one));

    public static IEnumerable<Session> Of(SessionQuery query, IEnumerable<Session> sessions)
    {
        if (query.Limit is < 1 or > MostSessions)
        {
            throw new ArgumentOutOfRangeException(nameof(query), query.Limit, $"{nameof(query.Limit)} is {query.Limit}; accepted is 1 to {MostSessions}.");
        }

        var page = new PriorityQueue<Session, (ulong High, ulong Low)>(query.Limit + 1, LastFirst);
        foreach (var session in sessions)
        {
            if (IsAfter(session.Id, query.After) && IsAsked(session, query))
            {
                page.Enqueue(session, Order(session.Id));
                if (page.Count > query.Limit)
                {
                    page.Dequeue();
                }
            }
        }

        return page.UnorderedItems.OrderBy(static item => item.Priority).Select(static item => item.Element);
    }

    private static bool IsAsked(Session session, SessionQuery query) =>
        (query.Transport is null || string.Equals(session.Transport, query.Transport, StringComparison.Ordinal))
        && (query.Endpoint is null || string.Equals(session.Endpoint, query.Endpoint, StringComparison.Ordinal));

    private static bool IsAfter(SessionId id, SessionId? after) => after is not { } last || Order(id).CompareTo(Order(last)) > 0;

    private static (ulong High, ulong Low) Order(SessionId id) => (id.High, id.Low);
}
