namespace MultiTransport;

/// <summary>The readers that a transition let go on; woken when the gate is free again.</summary>
internal readonly record struct TransitionEffects(BusReader? EndedActive, BusReader? EndedCandidate, BusReader? Activated)
{
    public void Settle()
    {
        EndedActive?.Wake(inline: false);
        EndedCandidate?.Wake(inline: false);
        Activated?.Wake(inline: false);
    }
}
