namespace MultiTransport.Chaos.Checks;

/// <summary>What a parcel asks of its receiver.</summary>
internal enum ParcelKind : byte
{
    /// <summary>Up: to be echoed.</summary>
    Message = 1,

    /// <summary>Up: the handler throws once it has taken it; no echo.</summary>
    Throw,

    /// <summary>Up: the handler sticks for a while before it echoes, without a thread or with one.</summary>
    Stick,

    /// <summary>Up: one of a flood; counted, not numbered, not echoed.</summary>
    Surplus,

    /// <summary>Up: the last one; the answer is <see cref="Finished"/>.</summary>
    Finish,

    /// <summary>Down: the answer to a message.</summary>
    Echo,

    /// <summary>Down: one of many that all sessions get.</summary>
    Broadcast,

    /// <summary>Down: the last one, with what the server sent and took.</summary>
    Finished,
}
