namespace Chat;

/// <summary>The section <c>Chat</c> of the configuration.</summary>
internal sealed class ChatOptions
{
    /// <summary>The database's file; it is made where there is none.</summary>
    public string Database { get; set; } = "chat.db";

    /// <summary>The longest text of a message, in UTF-16 code units as browsers count them. Default 4,000.</summary>
    public int MaxTextLength { get; set; } = 4_000;

    /// <summary>The largest file, in bytes. Default 10 MiB.</summary>
    public long MaxFileBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>What all files of one user may have together, in bytes. Default 200 MiB.</summary>
    public long MaxUserBytes { get; set; } = 200 * 1024 * 1024;

    /// <summary>What one user may ask for in a second, with four times as much at once. Default 20.</summary>
    public int RequestsPerSecond { get; set; } = 20;

    /// <summary>How many events the journal keeps; a device that has an older one is told how everything is now. Default 100,000.</summary>
    public int MaxEvents { get; set; } = 100_000;

    /// <summary>How many rooms one user may be in. Default 200.</summary>
    public int MaxRooms { get; set; } = 200;
}
