namespace MultiTransport.Testing;

/// <summary>One downstream number; a gap stands for <see cref="Number"/> to <see cref="Last"/>.</summary>
/// <param name="Number">Its number, the one after the message before.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Bytes">The payload, joined from its pieces.</param>
/// <param name="Transport">What carried it.</param>
/// <param name="Last">The same as the number, but for a gap.</param>
public sealed record ReceivedMessage(long Number, MessageKind Kind, byte[] Bytes, string Transport, long Last)
{
    public string Text => WireText.Decode(Bytes);
}
