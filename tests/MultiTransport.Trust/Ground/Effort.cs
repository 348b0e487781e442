namespace MultiTransport.Trust.Ground;

/// <summary>How much of an attack: until that many tries or that much time, whichever is first.</summary>
/// <param name="Count">The most tries.</param>
/// <param name="Time">The longest time.</param>
/// <param name="Seed">What its chance comes from.</param>
internal sealed record Effort(int Count, TimeSpan Time, int Seed = 1);
