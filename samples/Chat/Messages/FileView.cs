namespace Chat.Messages;

/// <summary>A file that came with a message.</summary>
internal sealed record FileView(string Id, string Name, string Type, long Size);
