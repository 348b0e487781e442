namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Who can change something.</summary>
internal enum Side
{
    /// <summary>Nobody can tell.</summary>
    Unknown,

    /// <summary>Who runs the server: its reverse proxy, its balancer.</summary>
    Server,

    /// <summary>Who runs the visitor's network or machine.</summary>
    Visitor,
}
