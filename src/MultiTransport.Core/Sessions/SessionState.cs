namespace MultiTransport;

/// <summary>A session's state: its phase and the numbers of its connections, 0 for none.</summary>
/// <param name="Phase">Where it stands.</param>
/// <param name="Active">The connection that carries messages.</param>
/// <param name="Candidate">The connection that is being proven.</param>
internal readonly record struct SessionState(SessionPhase Phase, long Active, long Candidate)
{
    public static SessionState Of(long active, long candidate) => (active, candidate) switch
    {
        (0, 0) => new SessionState(SessionPhase.Detached, 0, 0),
        (_, 0) => new SessionState(SessionPhase.Attached, active, 0),
        _ => new SessionState(SessionPhase.Switching, active, candidate),
    };
}
