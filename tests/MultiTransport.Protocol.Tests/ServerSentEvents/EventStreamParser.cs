using System.Text;

namespace MultiTransport.Protocol.Tests;

/// <summary>The parser of the HTML standard, section 9.2.6, straight from its text and not from this project's writer.</summary>
internal static class EventStreamParser
{
    public static List<ParsedEvent> Parse(ReadOnlySpan<byte> stream)
    {
        var events = new List<ParsedEvent>();
        var data = new StringBuilder();
        var (type, id) = ("", "");
        int? retry = null;
        foreach (var line in Lines(Encoding.UTF8.GetString(stream)))
        {
            if (line.Length == 0)
            {
                if (data.Length > 0)
                {
                    events.Add(new ParsedEvent(type.Length > 0 ? type : "message", id, data.ToString(0, data.Length - 1), retry));
                }

                data.Clear();
                (type, retry) = ("", null);
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var value = colon < 0 ? "" : line[(colon + 1)..];
            value = value.StartsWith(' ') ? value[1..] : value;
            switch (colon < 0 ? line : line[..colon])
            {
                case "event":
                    type = value;
                    break;
                case "data":
                    data.Append(value).Append('\n');
                    break;
                case "id" when !value.Contains('\0', StringComparison.Ordinal):
                    id = value;
                    break;
                case "retry" when value.All(char.IsAsciiDigit):
                    retry = int.Parse(value);
                    break;
            }
        }

        return events;
    }

    /// <summary>The whole lines: what stands after the last line end is none.</summary>
    private static IEnumerable<string> Lines(string text)
    {
        text = text.StartsWith('\uFEFF') ? text[1..] : text;
        var start = 0;
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] is '\r' or '\n')
            {
                yield return text[start..index];
                index += text[index] == '\r' && index + 1 < text.Length && text[index + 1] == '\n' ? 1 : 0;
                start = index + 1;
            }
        }
    }
}
