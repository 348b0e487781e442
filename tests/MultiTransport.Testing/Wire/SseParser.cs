using System.Globalization;
using System.Text;

namespace MultiTransport.Testing;

/// <summary>
/// An incremental parser of <c>text/event-stream</c>, by the letter of the WHATWG HTML standard (9.2.6).
/// </summary>
public sealed class SseParser
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly List<byte> _line = [];
    private readonly StringBuilder _data = new();
    private readonly bool _keepSpace;
    private string _type = "";
    private string _idBuffer;
    private bool _atStart = true;
    private bool _afterCarriageReturn;

    /// <param name="lastEventId">What a reconnecting EventSource starts with.</param>
    /// <param name="keepSpace">
    /// True reads a value as it stands after the colon; the standard drops one leading space. See <see cref="SseFrames"/>.
    /// </param>
    public SseParser(string lastEventId = "", bool keepSpace = false)
    {
        _keepSpace = keepSpace;
        _idBuffer = LastEventId = lastEventId;
    }

    /// <summary>What the next request would bear.</summary>
    public string LastEventId { get; private set; }

    /// <summary>The reconnection time that the server asked for.</summary>
    public TimeSpan? Retry { get; private set; }

    /// <summary>Comment lines so far: signs of life.</summary>
    public int Comments { get; private set; }

    /// <summary>Takes the next bytes and gives the events that they complete.</summary>
    public IReadOnlyList<SseEvent> Feed(ReadOnlySpan<byte> bytes)
    {
        var events = new List<SseEvent>();
        foreach (var octet in bytes)
        {
            if (octet == '\n' && _afterCarriageReturn)
            {
                _afterCarriageReturn = false;
                continue;
            }

            _afterCarriageReturn = octet == '\r';
            if (octet is (byte)'\r' or (byte)'\n')
            {
                EndLine(events);
            }
            else
            {
                _line.Add(octet);
            }
        }

        return events;
    }

    private void EndLine(List<SseEvent> events)
    {
        var bytes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_line);
        if (_atStart && bytes.StartsWith(ByteOrderMark))
        {
            bytes = bytes[ByteOrderMark.Length..];
        }

        _atStart = false;
        var text = Encoding.UTF8.GetString(bytes);
        _line.Clear();
        if (text.Length == 0)
        {
            Dispatch(events);
            return;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon == 0)
        {
            Comments++;
            return;
        }

        var value = colon < 0 ? "" : text[(colon + 1)..];
        Field(colon < 0 ? text : text[..colon], !_keepSpace && value.StartsWith(' ') ? value[1..] : value);
    }

    private void Field(string name, string value)
    {
        switch (name)
        {
            case "event":
                _type = value;
                break;
            case "data":
                _data.Append(value).Append('\n');
                break;
            case "id" when !value.Contains('\0', StringComparison.Ordinal):
                _idBuffer = value;
                break;
            case "retry" when value.Length > 0 && value.All(char.IsAsciiDigit) &&
                              int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds):
                Retry = TimeSpan.FromMilliseconds(milliseconds);
                break;
        }
    }

    private void Dispatch(List<SseEvent> events)
    {
        LastEventId = _idBuffer;
        if (_data.Length > 0)
        {
            _data.Length--;
            events.Add(new SseEvent(_type.Length == 0 ? "message" : _type, _data.ToString(), LastEventId));
        }

        _data.Clear();
        _type = "";
    }
}
