namespace MultiTransport.Protocol;

/// <summary>What an attach asks for (PROTOCOL.md, section 5).</summary>
public enum AttachMode : byte
{
    /// <summary>Make a candidate, to be promoted once it is proven.</summary>
    Probe = 0,

    /// <summary>Become the active connection at once.</summary>
    Take = 1,

    /// <summary>Carry frames up; attach nothing.</summary>
    Send = 2,
}
