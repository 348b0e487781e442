using System.Globalization;
using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>The topics that a native request names (PROTOCOL.md, section 14.6).</summary>
/// <param name="Names">Each once, in the order of the request.</param>
/// <param name="Last">How many of the newest messages are wanted of each.</param>
internal sealed record TopicWish(string[] Names, int Last)
{
    /// <summary>The most topics of one request.</summary>
    public const int MaxTopics = 16;

    private const int MaxLast = TopicOperation.MaxLast;

    private static readonly TopicWish Nothing = new([], 0);

    /// <summary>Reads <c>?topic=</c> and <c>?last=</c>; the result is why they are not accepted, or null. Where the endpoint does not speak topics both are the application's.</summary>
    public static Refusal? Read(HttpContext context, EndpointRuntime endpoint, out TopicWish wish)
    {
        wish = Nothing;
        if (endpoint.Sessions.Topics is not { } topics || !context.Request.Query.TryGetValue("topic", out var values))
        {
            return null;
        }

        var most = Math.Min(MaxTopics, topics.Options.MaxSubscriptions);
        var names = new List<string>();
        foreach (var name in values.Select(static value => value ?? "").Distinct(StringComparer.Ordinal).Take(most + 1))
        {
            if (Refuse(topics, name) is { } refusal)
            {
                return refusal;
            }

            names.Add(name);
        }

        if (names.Count > most)
        {
            return Malformed("topics-too-many", $"More than {most} topics are asked for; accepted are up to {most}. Open another session for the others.");
        }

        var text = context.Request.Query["last"].ToString();
        var last = 0;
        if (text.Length > 0 && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out last) || last > MaxLast))
        {
            return Malformed("last-malformed", $"last={LogText.Clean(text)} is not accepted; it is a whole number of messages from 0 to {MaxLast}.");
        }

        wish = new TopicWish([.. names], last);
        return null;
    }

    /// <summary>Why a topic cannot be had, whatever for.</summary>
    public static Refusal Refusal(TopicException fault) => fault.Code switch
    {
        TopicCode.TopicMalformed => Malformed(fault.Code, fault.Message),
        TopicCode.TopicUnknown => Stop(StatusCodes.Status404NotFound, fault.Code, fault.Message),
        TopicCode.TopicForbidden => Stop(StatusCodes.Status403Forbidden, fault.Code, fault.Message),
        TopicCode.HistoryUnavailable => Later(fault.Code, "The store of the topics' history does not answer. Try again after Retry-After."), // what it says itself is for the log
        _ => Later(fault.Code, fault.Message),
    };

    private static Refusal? Refuse(TopicTable topics, string name)
    {
        try
        {
            topics.RuleOf(name);
            return null;
        }
        catch (TopicException fault)
        {
            return Refusal(fault);
        }
    }

    private static Refusal Later(string code, string detail) => new(StatusCodes.Status503ServiceUnavailable, code, detail, CloseAction.Renegotiate);

    private static Refusal Malformed(string code, string detail) => Stop(StatusCodes.Status400BadRequest, code, detail);

    private static Refusal Stop(int status, string code, string detail) => new(status, code, detail) { IsOfTopics = true };
}
