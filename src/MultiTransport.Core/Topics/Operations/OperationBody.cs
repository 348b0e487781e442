using System.Text.Json;

namespace MultiTransport;

/// <summary>An operation as a client asks for it. What is missing is null; what is of the wrong kind does not parse.</summary>
internal sealed record OperationBody
{
    /// <summary>The longest body, in bytes.</summary>
    public const int MaxLength = 4096;

    public string? Op { get; init; }

    public string? Topic { get; init; }

    public SinceBody? Since { get; init; }

    public int? Last { get; init; }

    public bool? Presence { get; init; }

    public long? Before { get; init; }

    public int? Limit { get; init; }

    /// <summary>Reads a body; null where it is no JSON object, or a field is of the wrong kind.</summary>
    public static OperationBody? Parse(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaxLength)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(json, TopicJson.Relaxed.OperationBody);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null; // the latter: an escape that is half a character
        }
    }

    /// <summary>A position that a client says.</summary>
    internal sealed record SinceBody
    {
        public string? Epoch { get; init; }

        public long? Position { get; init; }
    }
}
