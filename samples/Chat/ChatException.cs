namespace Chat;

/// <summary>Something that is not done, told to who asked for it by a stable code and a text for people; nothing of it was written.</summary>
internal sealed class ChatException(string code, string text) : Exception(text)
{
    public string Code { get; } = code;
}
