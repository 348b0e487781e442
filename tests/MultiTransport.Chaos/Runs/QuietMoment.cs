using MultiTransport.Chaos.Host;

namespace MultiTransport.Chaos.Runs;

/// <summary>A reading of the host while nobody sends and all is answered.</summary>
/// <param name="Seconds">Since the start.</param>
/// <param name="WasQuiet">False where something was still on its way: such a reading says nothing about growth.</param>
/// <param name="Sessions">How many there were.</param>
/// <param name="Process">What the process held.</param>
internal sealed record QuietMoment(double Seconds, bool WasQuiet, int Sessions, ProcessReading Process);
