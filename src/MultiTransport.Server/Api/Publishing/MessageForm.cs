using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using MultiTransport.Protocol;

namespace MultiTransport.Server.Api.Publishing;

/// <summary>Which members of a message go together.</summary>
internal static class MessageForm
{
    /// <summary>What is wrong with its form; null for nothing.</summary>
    public static string? Fault(PublishMessage? message)
    {
        if (message is null)
        {
            return "It is null; accepted is an object.";
        }

        if (message.Others is { Count: > 0 } others)
        {
            return $"It has '{Shown.Of(others.First().Key)}'; accepted are topic, topics, session, user, text, json, binary, key, publisher and except.";
        }

        if (Count(message.Topic, message.Topics, message.Session, message.User) is var places and not 1)
        {
            return $"It has {places} of topic, topics, session and user; accepted is exactly one.";
        }

        if (Count(message.Text, message.Binary) + (message.Json.ValueKind == JsonValueKind.Undefined ? 0 : 1) is var contents and not 1)
        {
            return $"It has {contents} of text, json and binary; accepted is exactly one.";
        }

        if (message.Topics is { Count: 0 })
        {
            return "topics is empty; accepted are one or more.";
        }

        return Count(message.Session, message.User) > 0 && Count(message.Key, message.Publisher, message.Except) > 0
            ? "key, publisher and except are for topics; this one goes to a session or a user."
            : null;
    }

    /// <summary>What is published; the code of what forbids it, or null.</summary>
    public static string? TryRead(PublishMessage message, out Message payload)
    {
        payload = default;
        if (message.Json.ValueKind != JsonValueKind.Undefined)
        {
            var raw = JsonMarshal.GetRawUtf8Value(message.Json);
            if (!Utf8.IsValid(raw))
            {
                return FailCode.NotUtf8;
            }

            payload = new Message(MessageKind.Text, raw.ToArray());
            return null;
        }

        payload = message.Text is not null ? Message.FromText(message.Text) : Message.FromBinary(message.Binary);
        return null;
    }

    private static int Count(params object?[] members) => members.Count(static member => member is not null);
}
