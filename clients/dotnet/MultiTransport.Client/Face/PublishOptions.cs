namespace MultiTransport.Client;

/// <summary>How one message is published.</summary>
public sealed class PublishOptions
{
    /// <summary>What it is about: in a conflated topic a newer one of the same key takes an older one's place. 1 to 255 bytes of UTF-8 without control characters. Default: none.</summary>
    public string? Key { get; set; }

    /// <summary>Whether this session gets it too, where it is subscribed. Default true.</summary>
    public bool Echo { get; set; } = true;
}
