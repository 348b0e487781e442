using MultiTransport.Server.Api.Keys;

namespace MultiTransport.Server.Api.Topics;

/// <summary>What can be read of topics.</summary>
internal sealed class TopicRoutes(ITopics topics)
{
    private const int MostAtOnce = 1_000;
    private const int MostLooked = 10_000;
    private const long MostPosition = (1L << 53) - 1;

    /// <summary><c>GET /api/topics?prefix=&amp;after=&amp;limit=</c></summary>
    public ValueTask<IResult> ListAsync(ApiCall call)
    {
        var query = new ApiQuery(call.Context, "prefix", "after", "limit");
        var limit = (int)(query.Number("limit", 1, MostAtOnce) ?? 100);
        return ValueTask.FromResult(query.Fault ?? Results.Json(List(call.Key, query.Text("prefix") ?? "", query.Text("after") ?? "", limit), ApiJson.Default.TopicsAnswer));
    }

    /// <summary><c>GET /api/topics/{topic}/history?since=&amp;epoch=&amp;before=&amp;limit=</c></summary>
    public async ValueTask<IResult> ReadHistoryAsync(ApiCall call)
    {
        var query = new ApiQuery(call.Context, "since", "epoch", "before", "limit");
        var since = query.Number("since", 0, MostPosition);
        var before = query.Number("before", 0, MostPosition);
        var limit = query.Number("limit", 1, MostAtOnce);
        var topic = call.PathText(2);
        if ((query.Fault ?? Together(since, query.Text("epoch"), before) ?? TopicChecks.Find(topics, call.Key, topic, out _)) is { } refused)
        {
            return refused;
        }

        var page = await topics.ReadHistoryAsync(
            topic,
            new TopicHistoryQuery { Since = since is { } number ? new TopicPosition(query.Text("epoch"), number) : null, Before = before, Limit = (int)(limit ?? 50) },
            call.Context.RequestAborted);
        return Results.Json(HistoryAnswer.Of(page), ApiJson.Default.HistoryAnswer);
    }

    /// <summary><c>GET /api/topics/{topic}/presence</c></summary>
    public ValueTask<IResult> ReadPresenceAsync(ApiCall call)
    {
        var topic = call.PathText(2);
        return ValueTask.FromResult(
            new ApiQuery(call.Context).Fault ?? TopicChecks.Find(topics, call.Key, topic, out _) ?? Results.Json(PresenceAnswer.Of(topics.GetPresence(topic)), ApiJson.Default.PresenceAnswer));
    }

    /// <summary>A page of what the key may see; shorter, with a next one, where too many others stand between.</summary>
    private TopicsAnswer List(ApiKey key, string prefix, string after, int limit)
    {
        var found = new List<TopicAnswer>(limit);
        for (var looked = 0; looked < MostLooked;)
        {
            var page = topics.List(prefix, after, MostAtOnce);
            foreach (var status in page)
            {
                if (key.MayUse(status.Name))
                {
                    if (found.Count == limit)
                    {
                        return new TopicsAnswer(found, found[^1].Topic);
                    }

                    found.Add(TopicAnswer.Of(status));
                }

                after = status.Name;
            }

            if (page.Count < MostAtOnce)
            {
                return new TopicsAnswer(found, null);
            }

            looked += page.Count;
        }

        return new TopicsAnswer(found, after);
    }

    private static ApiProblem? Together(long? since, string? epoch, long? before) =>
        since is not null && before is not null ? ApiProblem.Of(StatusCodes.Status400BadRequest, ApiCode.QueryMalformed, "since and before are both there; accepted is one of them.")
        : epoch is not null && since is null ? ApiProblem.Of(StatusCodes.Status400BadRequest, ApiCode.QueryMalformed, "epoch is there without since; it says which counting since belongs to.")
        : null;
}
