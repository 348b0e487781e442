namespace MultiTransport.AspNetCore.Doctor;

/// <summary>What does not work. A culprit says which of them it explains; what nobody explains is told as unknown.</summary>
[Flags]
internal enum Symptoms
{
    None = 0,

    /// <summary>Short answers do not come through.</summary>
    Answers = 1,

    /// <summary>WebSocket does not carry.</summary>
    Socket = 2,

    /// <summary>Event streams are not delivered as they are sent.</summary>
    Events = 4,

    /// <summary>Other held answers are not delivered as they are sent.</summary>
    Bytes = 8,
}
