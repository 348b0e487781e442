namespace MultiTransport;

/// <summary>The state after an event, and the connections that the event ends, 0 for none.</summary>
internal readonly record struct SessionTransition(SessionState Next, long EndsActive = 0, long EndsCandidate = 0)
{
    /// <summary>The whole state machine: every state, every event.</summary>
    public static SessionTransition From(SessionState state, SessionEvent happened)
    {
        var (active, candidate, connection) = (state.Active, state.Candidate, happened.Connection);
        if (state.Phase == SessionPhase.Closed)
        {
            return new SessionTransition(state);
        }

        return happened.Kind switch
        {
            SessionEventKind.Take => new(SessionState.Of(connection, candidate), EndsActive: active),
            SessionEventKind.Probe => new(SessionState.Of(active, connection), EndsCandidate: candidate),
            SessionEventKind.Promote when connection == candidate => new(SessionState.Of(connection, 0), EndsActive: active),
            SessionEventKind.Leave when connection == active => new(SessionState.Of(0, candidate)),
            SessionEventKind.Leave when connection == candidate => new(SessionState.Of(active, 0)),
            SessionEventKind.Close => new(new SessionState(SessionPhase.Closed, 0, 0), active, candidate),
            _ => new(state),
        };
    }
}
