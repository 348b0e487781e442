using System.Text;

namespace MultiTransport.Client;

/// <summary>A message of the application, or the answer to a request: a text or bytes. Two are equal when kind and content are.</summary>
public sealed record ClientMessage
{
    private readonly string? _text;
    private readonly ReadOnlyMemory<byte> _data;

    private ClientMessage(ClientMessageKind kind, string? text, ReadOnlyMemory<byte> data)
    {
        Kind = kind;
        _text = text;
        _data = data;
    }

    /// <summary>Whether it was sent as a text or as bytes.</summary>
    public ClientMessageKind Kind { get; }

    /// <summary>The text. Bytes are read as UTF-8, anew at each call; what is no UTF-8 becomes U+FFFD.</summary>
    public string Text => _text ?? Encoding.UTF8.GetString(_data.Span);

    /// <summary>The bytes. A text is given as UTF-8, anew at each call.</summary>
    public ReadOnlyMemory<byte> Data => _text is null ? _data : Encoding.UTF8.GetBytes(_text);

    /// <summary>Makes a text message.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static ClientMessage FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new ClientMessage(ClientMessageKind.Text, text, default);
    }

    /// <summary>Makes a binary message that holds <paramref name="data"/> itself, not a copy.</summary>
    public static ClientMessage FromBinary(ReadOnlyMemory<byte> data) => new(ClientMessageKind.Binary, null, data);

    /// <summary>Whether kind and content are the same.</summary>
    public bool Equals(ClientMessage? other) =>
        other is not null && Kind == other.Kind && (_text is null ? _data.Span.SequenceEqual(other._data.Span) : _text == other._text);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Kind);
        hash.Add(_text);
        hash.AddBytes(_data.Span);
        return hash.ToHashCode();
    }

    /// <summary>The kind and the length: a message's content does not belong into logs.</summary>
    public override string ToString() => _text is null ? $"binary, {_data.Length} bytes" : $"text, {_text.Length} characters";
}
