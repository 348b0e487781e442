using Microsoft.Extensions.Options;
using MultiTransport.Protocol;
using MultiTransport.Server.Api.Keys;
using MultiTransport.Server.Api.Topics;

namespace MultiTransport.Server.Api.Publishing;

/// <summary>Checks a whole batch before its first message is published.</summary>
internal sealed class PublishChecks(ITopics topics, IOptions<MultiTransportOptions> endpoint)
{
    /// <summary>The most messages of a batch, one that goes to several topics counted for each.</summary>
    public const int MostMessages = 1_000;

    private const int MostFaults = 16;

    /// <summary>The parts of the batch, or why it is refused.</summary>
    public ApiProblem? Check(PublishBody body, ApiKey key, out List<PublishItem> items)
    {
        items = [];
        var faults = new List<PublishFault>();
        for (var place = 0; place < body.Messages!.Count && faults.Count < MostFaults; place++)
        {
            if (Check(body.Messages[place], place, key, items) is { } fault)
            {
                faults.Add(fault);
            }
        }

        if (faults.Count > 0)
        {
            return ApiProblem.Of(
                ApiProblem.StatusOf(faults[0].Code), faults[0].Code, $"Nothing was published. Message {faults[0].Message}: {faults[0].Detail}") with
            { Faults = faults };
        }

        return items.Count <= MostMessages
            ? null
            : ApiProblem.Of(
                StatusCodes.Status413PayloadTooLarge, ApiCode.BatchTooLarge, $"The messages go to {items.Count} topics, counted for each; accepted are at most {MostMessages}.");
    }

    private PublishFault? Check(PublishMessage? message, int place, ApiKey key, List<PublishItem> items)
    {
        if (MessageForm.Fault(message) is { } malformed)
        {
            return new PublishFault(place, ApiCode.MessageMalformed, malformed);
        }

        if (MessageForm.TryRead(message!, out var payload) is { } unreadable)
        {
            return new PublishFault(place, unreadable, "The JSON is no well-formed UTF-8.");
        }

        var item = new PublishItem(place, payload);
        return message!.Session is not null || message.User is not null
            ? CheckDirect(message, item, key, items)
            : CheckTopics(message, item, key, items);
    }

    private PublishFault? CheckDirect(PublishMessage message, PublishItem item, ApiKey key, List<PublishItem> items)
    {
        if (!key.May(ApiRight.Sessions))
        {
            return new PublishFault(item.Place, ApiCode.KeyForbidden, $"The key '{key.Name}' may not send to a session or a user: it needs sessions in May.");
        }

        if (item.Message.Payload.Length > endpoint.Value.MaxMessageBytes)
        {
            return TooLarge(item, endpoint.Value.MaxMessageBytes, "MultiTransport:MaxMessageBytes");
        }

        if (message.User is { Length: 0 })
        {
            return new PublishFault(item.Place, ApiCode.UserMalformed, "user is empty; accepted is a user's id.");
        }

        SessionId id = default;
        if (message.Session is not null && !SessionId.TryParse(message.Session, out id))
        {
            return NoSession(item, "session", message.Session);
        }

        items.Add(item with { Session = message.Session is null ? null : id, User = message.User });
        return null;
    }

    private PublishFault? CheckTopics(PublishMessage message, PublishItem item, ApiKey key, List<PublishItem> items)
    {
        SessionId except = default;
        if (message.Except is not null && !SessionId.TryParse(message.Except, out except))
        {
            return NoSession(item, "except", message.Except);
        }

        foreach (var (name, text) in ((string, string?)[])[("key", message.Key), ("publisher", message.Publisher)])
        {
            if (text is not null && !TopicChecks.IsKey(text))
            {
                return new PublishFault(item.Place, TopicCode.KeyMalformed, $"{name} is '{Shown.Of(text)}'; accepted are 1 to 255 bytes of UTF-8 without control characters.");
            }
        }

        var several = message.Topics is not null;
        item = item with { Key = message.Key, Publisher = message.Publisher, Except = message.Except is null ? null : except, IsOneOfSeveral = several };
        foreach (var topic in message.Topics ?? [message.Topic])
        {
            if (CheckTopic(topic ?? "", item, key) is { } fault)
            {
                return fault;
            }

            items.Add(item with { Topic = topic });
        }

        return null;
    }

    private PublishFault? CheckTopic(string topic, PublishItem item, ApiKey key)
    {
        var refusal = TopicChecks.Find(topics, key, topic, out var rule);
        return refusal is not null ? new PublishFault(item.Place, refusal.Code, refusal.Detail)
            : item.Message.Payload.Length > rule!.MaxMessageBytes ? TooLarge(item, rule.MaxMessageBytes, $"MaxMessageBytes of the rule {rule.Name}")
            : null;
    }

    private static PublishFault TooLarge(PublishItem item, int most, string setting) =>
        new(item.Place, FailCode.MessageTooLarge, $"The message has {item.Message.Payload.Length} bytes; accepted are at most {most} ({setting}).");

    private static PublishFault NoSession(PublishItem item, string name, string value) =>
        new(item.Place, ApiCode.SessionMalformed, $"{name} is '{Shown.Of(value)}'; accepted is a session's id, {SessionId.TextLength} characters of base64url.");
}
