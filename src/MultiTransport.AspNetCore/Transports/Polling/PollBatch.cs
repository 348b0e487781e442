using System.Text.Json;
using MultiTransport.AspNetCore.Wire;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.Polling;

/// <summary>The body of one native poll, written while the bus is drained: messages first, then what else there is to say.</summary>
internal sealed class PollBatch : IDisposable
{
    private readonly PooledBuffer _answer;
    private readonly Utf8JsonWriter _json;
    private readonly TopicStands? _stands;
    private readonly WireAccount? _wire;
    private GapRange? _gap;
    private CloseReason? _close;

    public PollBatch(PooledBuffer answer, JsonWriterOptions options, TopicStands? stands, WireAccount? wire)
    {
        _stands = stands;
        _answer = answer;
        _wire = wire;
        _json = new Utf8JsonWriter(answer, options);
        _json.WriteStartObject();
        _json.WriteStartArray("messages"u8);
    }

    public bool IsEmpty { get; private set; } = true;

    /// <summary>The highest number that the answer covers.</summary>
    public long LastNumber { get; private set; }

    /// <summary>Whether the session is over, so that there is no next poll.</summary>
    public bool IsClosed => _close is { Code: var code } && code.Action() is CloseAction.Stop or CloseAction.Renegotiate;

    public void Drain(BusReader reader, int limit)
    {
        while (_answer.WrittenCount + _json.BytesPending < limit && _close is null && reader.TryRead(out var frame))
        {
            switch (frame.Type)
            {
                case FrameType.Text or FrameType.Binary:
                    _json.WriteStartObject();
                    MessageJson.WriteFields(_json, frame);
                    _json.WriteEndObject();
                    LastNumber = frame.Number;
                    _wire?.Down(frame);
                    break;
                case FrameType.TopicMessage or FrameType.TopicEvent:
                    LastNumber = frame.Number;
                    if (!TryWriteTopic(frame))
                    {
                        continue;
                    }

                    _wire?.Down(frame);
                    break;
                case FrameType.Gap:
                    var gap = GapRange.Of(frame);
                    _gap = _gap is { } earlier ? earlier with { To = gap.To } : gap;
                    LastNumber = gap.To;
                    break;
                case FrameType.Close:
                    _close = frame.Close;
                    break;
                default:
                    continue;
            }

            IsEmpty = false;
        }
    }

    private bool TryWriteTopic(in OutgoingFrame frame)
    {
        using var topic = new TopicFrame(frame);
        topic.Move(_stands);
        if (topic.IsNothing)
        {
            return false;
        }

        _json.WriteStartObject();
        MessageJson.WriteFields(_json, topic);
        _json.WriteEndObject();
        return true;
    }

    public void Complete(string? credential, ReadOnlySpan<char> next)
    {
        _json.WriteEndArray();
        if (credential is not null)
        {
            _json.WriteString("session"u8, credential);
        }

        if (_gap is { } gap)
        {
            MessageJson.WriteGap(_json, gap);
        }

        if (IsClosed)
        {
            _json.WriteStartObject("close"u8);
            _json.WriteString("code"u8, _close!.Value.Code.Name());
            _json.WriteString("action"u8, _close.Value.Code.Action().Name());
            _json.WriteString("reason"u8, _close.Value.Text);
            _json.WriteEndObject();
        }
        else
        {
            _json.WriteString("next"u8, next);
        }

        _json.WriteEndObject();
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();
}
