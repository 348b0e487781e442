namespace MultiTransport.Server.Lab;

/// <summary>How things stand.</summary>
/// <param name="Sessions">The viewer's sessions that are alive.</param>
/// <param name="IsRunning">Whether a run is under way.</param>
/// <param name="Sent">How many messages the server has published to each.</param>
/// <param name="Late">How late the latest of them was, in milliseconds, against the instant that was fixed for it.</param>
/// <param name="IsCounted">Whether the server counts bytes on its sockets.</param>
internal sealed record LabStatus(IReadOnlyList<LabSessionStatus> Sessions, bool IsRunning, int Sent, double Late, bool IsCounted);
