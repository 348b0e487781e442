namespace MultiTransport.Server.Api.Publishing;

/// <summary>What became of a batch: one result for each message, in their order.</summary>
internal sealed record PublishAnswer(IReadOnlyList<PublishResult> Results);
