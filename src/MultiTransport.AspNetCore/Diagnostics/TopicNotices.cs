using Microsoft.Extensions.Logging;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>What topics tell, as log events.</summary>
internal sealed partial class TopicNotices(ILogger<TopicNotices> logger)
{
    [LoggerMessage(EventId = 1021, EventName = "TopicRefused", Level = LogLevel.Debug, Message = "A native request on {Endpoint} was refused its topics with {Code}: {Detail}")]
    public partial void Refused(string endpoint, string code, string detail);

    [LoggerMessage(EventId = 1022, EventName = "TopicPolicyFailed", Level = LogLevel.Error, Message = "The policy {Policy} failed for topic {Topic} and session {Session}; that counts as no.")]
    public partial void PolicyFailed(Exception fault, string policy, string topic, SessionId session);

    [LoggerMessage(EventId = 1023, EventName = "TopicHistoryFailed", Level = LogLevel.Error, Message = "The store of the topics' history does not answer. Failures that follow are not logged until it does.")]
    public partial void HistoryFailed(Exception fault);

    [LoggerMessage(EventId = 1024, EventName = "TopicHistoryAnswers", Level = LogLevel.Information, Message = "The store of the topics' history answers again.")]
    public partial void HistoryAnswers();
}
