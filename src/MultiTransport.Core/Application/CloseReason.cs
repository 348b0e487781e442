using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>Why a session ended.</summary>
/// <param name="Code">The code that the client was, or would have been, told.</param>
/// <param name="Text">A text for people; may be empty.</param>
public readonly record struct CloseReason(CloseCode Code, string Text)
{
    /// <summary>The code's name, and the text where there is one.</summary>
    public override string ToString() => Text.Length == 0 ? Code.Name() : $"{Code.Name()}: {Text}";
}
