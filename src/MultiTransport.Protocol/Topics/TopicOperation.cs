using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace MultiTransport.Protocol;

/// <summary>What a client asks of a topic (PROTOCOL.md, section 14.2). A field that the operation does not use is ignored.</summary>
public sealed record TopicOperation
{
    /// <summary>Asks for the messages of a topic.</summary>
    public const string Subscribe = "subscribe";

    /// <summary>Ends a subscription.</summary>
    public const string Unsubscribe = "unsubscribe";

    /// <summary>Reads messages of before.</summary>
    public const string ReadHistory = "history";

    /// <summary>Asks who is there.</summary>
    public const string SeePresence = "presence";

    /// <summary>The most bytes of an operation.</summary>
    public const int MaxLength = 4096;

    /// <summary>The most messages that <see cref="Last"/> may ask for.</summary>
    public const int MaxLast = 1000;

    /// <summary>The most messages that <see cref="Limit"/> may ask for.</summary>
    public const int MaxLimit = 100;

    /// <summary>One of the constants.</summary>
    public string? Op { get; init; }

    /// <summary>The topic's name.</summary>
    public string? Topic { get; init; }

    /// <summary>Only what came after it; null where the client says nothing of it.</summary>
    public TopicSince? Since { get; init; }

    /// <summary>In place of <see cref="Since"/>: the newest ones that are kept.</summary>
    public int? Last { get; init; }

    /// <summary>Whether a subscriber wants to be told who comes and goes.</summary>
    public bool? Presence { get; init; }

    /// <summary>Of a history: only what came before that number.</summary>
    public long? Before { get; init; }

    /// <summary>Of a history: how many messages at most.</summary>
    public int? Limit { get; init; }

    /// <summary>Reads and checks an operation, the topic's name included; <paramref name="code"/> says what is wrong with it.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out TopicOperation? operation, [NotNullWhen(false)] out string? code)
    {
        operation = null;
        code = TopicCode.OperationMalformed;
        if (body.Length > MaxLength)
        {
            return false;
        }

        try
        {
            operation = JsonSerializer.Deserialize(body, TopicJson.Default.TopicOperation);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return false; // the latter: an escape that is half a character
        }

        code = operation is null ? code : operation.Fault();
        operation = code is null ? operation : null;
        return operation is not null;
    }

    private string? Fault() => this switch
    {
        { Op: null } => TopicCode.OperationMalformed,
        { Op: not (Subscribe or Unsubscribe or ReadHistory or SeePresence) } => TopicCode.OperationUnknown,
        { Topic: null } => TopicCode.OperationMalformed,
        { Since: not null, Last: not null } or { Since: not null, Before: not null } => TopicCode.OperationMalformed,
        { Since.Position: < 0 or > Varint.MaxValue } or { Last: < 0 or > MaxLast } => TopicCode.OperationMalformed,
        { Before: < 1 or > Varint.MaxValue } or { Limit: < 1 or > MaxLimit } => TopicCode.OperationMalformed,
        _ => TopicName.IsName(Topic) ? null : TopicCode.TopicMalformed,
    };
}
