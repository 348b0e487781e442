namespace MultiTransport.AspNetCore.Doctor;

/// <summary>What the arrivals of a strip say.</summary>
internal enum StripVerdict
{
    /// <summary>It was not tried, or what came says nothing.</summary>
    Unknown,

    /// <summary>Each beat came when it was sent.</summary>
    Flows,

    /// <summary>Each beat came by itself, some 200 ms late.</summary>
    Late,

    /// <summary>Each beat came when the next was sent.</summary>
    OneBehind,

    /// <summary>The first beat came with the second, the others in time.</summary>
    FirstHeld,

    /// <summary>Beats came in groups.</summary>
    Batched,

    /// <summary>The head came at once, all beats together at the end.</summary>
    BodyHeld,

    /// <summary>Head and beats came together at the end.</summary>
    Held,

    /// <summary>Nothing at all came before the client gave up.</summary>
    Silent,

    /// <summary>It ended before its end.</summary>
    Cut,

    /// <summary>It was answered with an error.</summary>
    Refused,

    /// <summary>Somebody else answered.</summary>
    NotOurs,
}
