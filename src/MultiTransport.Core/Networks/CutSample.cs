namespace MultiTransport;

/// <summary>One connection's end, as its client reports it.</summary>
/// <param name="Session">Which session, as a number that means nothing elsewhere.</param>
/// <param name="Rung">Its transport.</param>
/// <param name="Alive">From its start to its end, or to the last byte where it was found dead.</param>
/// <param name="Silent">How long nothing had come or gone.</param>
/// <param name="WasFoundDead">Nothing told of its end: it was silent for 1.75 heartbeats.</param>
/// <param name="At">When it was reported.</param>
internal readonly record struct CutSample(long Session, int Rung, TimeSpan Alive, TimeSpan Silent, bool WasFoundDead, TimeSpan At);
