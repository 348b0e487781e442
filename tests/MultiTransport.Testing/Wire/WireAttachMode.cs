namespace MultiTransport.Testing;

/// <summary>The modes of an attach.</summary>
public enum WireAttachMode
{
    Probe = 0,
    Take = 1,
    Send = 2,
}
