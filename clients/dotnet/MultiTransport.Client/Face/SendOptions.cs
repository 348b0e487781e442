namespace MultiTransport.Client;

/// <summary>How one message is sent.</summary>
public sealed class SendOptions
{
    /// <summary>
    /// 1 to 64 characters by which the application knows the message again. Default: none. A message with a key is sent again should its session be lost
    /// before the server has acknowledged it, so the application may see it twice. A key that is on its way already gives the same task again.
    /// </summary>
    public string? Key { get; set; }
}
