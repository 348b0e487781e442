namespace MultiTransport.Protocol;

/// <summary>What a client does after a <see cref="CloseCode"/>.</summary>
public enum CloseAction
{
    /// <summary>Carry on: nothing is wrong.</summary>
    Continue,

    /// <summary>Attach again: the session lives.</summary>
    Resume,

    /// <summary>Open a new session: this one is gone.</summary>
    Renegotiate,

    /// <summary>Do not come back by itself.</summary>
    Stop,
}
