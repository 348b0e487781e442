namespace MultiTransport.Protocol;

/// <summary>Why a carrier ends. The hundreds say what to do: 40 go on, 41 resume, 42 renegotiate, 43 stop (PROTOCOL.md, section 9).</summary>
public enum CloseCode
{
    /// <summary>Not closed.</summary>
    None = 0,

    /// <summary>The answer is whole.</summary>
    Complete = 4000,

    /// <summary>Another connection took over.</summary>
    Superseded = 4100,

    /// <summary>An older attach came late.</summary>
    Stale = 4101,

    /// <summary>No sign of life for two heartbeats.</summary>
    HeartbeatMissed = 4102,

    /// <summary>The connection took no bytes for too long.</summary>
    WriteTimeout = 4103,

    /// <summary>A candidate was not promoted in time.</summary>
    ProbeExpired = 4104,

    /// <summary>The session's credentials expired: renew them, then attach.</summary>
    Reauthenticate = 4105,

    /// <summary>The server ends a long response.</summary>
    Rotate = 4106,

    /// <summary>Too many attaches in progress.</summary>
    Busy = 4107,

    /// <summary>Upstream numbers are missing.</summary>
    PositionAhead = 4108,

    /// <summary>Bytes that are no frame.</summary>
    FrameMalformed = 4109,

    /// <summary>A type that this version does not have.</summary>
    FrameUnknown = 4110,

    /// <summary>Over the upstream window.</summary>
    FlowViolation = 4111,

    /// <summary>An ack of what was never sent.</summary>
    PositionInvalid = 4112,

    /// <summary>No attach in time.</summary>
    AttachTimeout = 4113,

    /// <summary>The first frame is not a well-formed attach.</summary>
    AttachRequired = 4114,

    /// <summary>The body or WebSocket message is over its limit.</summary>
    BodyTooLarge = 4115,

    /// <summary>Too many control frames in one body.</summary>
    BatchTooLarge = 4116,

    /// <summary>The session expired or never was.</summary>
    SessionUnknown = 4200,

    /// <summary>The server is shutting down.</summary>
    GoingAway = 4201,

    /// <summary>The outgoing log overran.</summary>
    SlowConsumer = 4202,

    /// <summary>Two clients used one secret.</summary>
    SessionConflict = 4203,

    /// <summary>The secret is not the session's.</summary>
    SecretWrong = 4204,

    /// <summary>The session belongs to another endpoint or user.</summary>
    SessionForeign = 4205,

    /// <summary>The server is out of memory budget.</summary>
    Shed = 4206,

    /// <summary>The client claims numbers that were never sent.</summary>
    ReceivedInvalid = 4207,

    /// <summary>Closed by the application.</summary>
    Closed = 4300,

    /// <summary>Closed by the client.</summary>
    ClosedByClient = 4301,

    /// <summary>Closed by an administrator.</summary>
    Kicked = 4302,

    /// <summary>Another protocol version.</summary>
    VersionUnsupported = 4303,

    /// <summary>Over the message limit.</summary>
    MessageTooLarge = 4304,

    /// <summary>The credentials expired and the endpoint closes on that.</summary>
    CredentialsExpired = 4305,

    /// <summary>The request's origin may not do this.</summary>
    OriginRefused = 4306,

    /// <summary>The endpoint's policies no longer allow the session's user.</summary>
    Forbidden = 4307,
}
