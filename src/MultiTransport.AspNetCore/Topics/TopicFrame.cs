using System.Text.Json;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>A topic message or a topic event that was read from the bus, as native clients are told of it.</summary>
internal readonly ref struct TopicFrame
{
    private readonly MessagePayload _payload;

    public TopicFrame(in OutgoingFrame frame)
    {
        _payload = new MessagePayload(frame);
        Number = frame.Number;
        Topic = frame.Shared?.Topic ?? "";
        IsMessage = frame.Type == FrameType.TopicMessage && TopicMessagePayload.TryParse(_payload.Span, out Message);
        Event = frame.Type == FrameType.TopicEvent ? JsonSerializer.Deserialize(_payload.Span, TopicJson.Wire.TopicEvent) : null;
    }

    public long Number { get; }

    public string Topic { get; }

    /// <summary>Whether it is a message; else <see cref="Event"/> says what it is.</summary>
    public bool IsMessage { get; }

    /// <summary>The message.</summary>
    public readonly TopicMessagePayload Message;

    /// <summary>The event.</summary>
    public TopicEvent? Event { get; }

    /// <summary>The event's JSON.</summary>
    public ReadOnlySpan<byte> Json => _payload.Span;

    /// <summary>Whether it says nothing to a native client.</summary>
    public bool IsNothing => !IsMessage && Event is null or { Subscribed: null, Unsubscribed: null, Gap: null, Presence: null };

    /// <summary>Notes where the client stands when it has this.</summary>
    public void Move(TopicStands? stands)
    {
        if (Event?.Gap is { Epoch: { } epoch, Position: { } begin })
        {
            stands?.Begin(epoch, begin);
            return;
        }

        var position = IsMessage ? Message.Position : Event?.Gap?.To ?? Event?.Subscribed?.Position;
        if (stands is not null && position is { } known)
        {
            stands.Move(Topic, known);
        }
    }

    public void Dispose() => _payload.Dispose();
}
