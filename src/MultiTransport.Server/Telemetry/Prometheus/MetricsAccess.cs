namespace MultiTransport.Server.Telemetry;

/// <summary>Who may read the metrics.</summary>
internal enum MetricsAccess
{
    /// <summary>Nobody: there is no such page.</summary>
    Nobody,

    /// <summary>Requests from this machine, made to a local name and by no proxy.</summary>
    Local,

    /// <summary>Anyone who reaches the server: only where a network or a proxy keeps others out.</summary>
    Anyone,
}
