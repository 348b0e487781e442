namespace MultiTransport.Trust.Server;

/// <summary>The state of the server between attacks.</summary>
/// <param name="Heap">Bytes of managed heap after a full collection.</param>
/// <param name="Resident">Resident bytes.</param>
/// <param name="Threads">All threads.</param>
/// <param name="Descriptors">Open files and sockets.</param>
/// <param name="Unobserved">Exceptions of tasks that nobody looked at, so far.</param>
internal sealed record Inspection(long Heap, long Resident, int Threads, int Descriptors, int Unobserved);
