namespace MultiTransport.Server.Api.Topics;

/// <summary>A page of topics, by name.</summary>
/// <param name="Topics">Those that have subscribers or history, and that the key may see.</param>
/// <param name="Next">For <c>after</c> of the next page; null on the last.</param>
internal sealed record TopicsAnswer(IReadOnlyList<TopicAnswer> Topics, string? Next);
