namespace MultiTransport.Testing;

/// <summary>A message that a native client got, with the place behind it where the format gives one.</summary>
public sealed record NativeMessage(long? Number, bool IsText, byte[] Bytes, string? Place)
{
    public string Text => WireText.Decode(Bytes);
}
