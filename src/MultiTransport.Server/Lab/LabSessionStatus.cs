namespace MultiTransport.Server.Lab;

/// <summary>One measured session.</summary>
/// <param name="Id">The session's public id.</param>
/// <param name="Transport">What it is on.</param>
/// <param name="Wire">What it cost since the run's start.</param>
/// <param name="Connections">How many TCP connections it opened in all its life.</param>
/// <param name="Refused">Messages that its log had no room for.</param>
/// <param name="Arrivals">What came from the client since the last time: number, the stamp's microseconds and the arrival's, by the viewer's clock on the server, one after the other.</param>
/// <param name="Untold">Arrivals that were not kept, since nobody asked.</param>
internal sealed record LabSessionStatus(string Id, string? Transport, WireUsage Wire, long Connections, int Refused, double[] Arrivals, int Untold);
