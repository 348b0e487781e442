namespace MultiTransport.Client;

/// <summary>What one transport has carried.</summary>
/// <param name="Up">Messages written to it, repetitions included.</param>
/// <param name="Down">Messages received from it.</param>
/// <param name="Taken">How often it became the active one.</param>
public readonly record struct TransportCount(long Up, long Down, long Taken);
