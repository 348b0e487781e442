using MultiTransport.Chaos.Host.Counts;

namespace MultiTransport.Chaos.Host;

/// <summary>What a process holds at a moment, after a full collection.</summary>
/// <param name="HeapBytes">Managed heap after it.</param>
/// <param name="WorkingSetBytes">Of the whole process.</param>
/// <param name="Timers">Timers that are set.</param>
/// <param name="Threads">Threads of the process.</param>
/// <param name="Files">Open file descriptors; -1 where the system does not tell.</param>
/// <param name="Sockets">TCP sockets that do not listen; -1 where the system does not tell.</param>
/// <param name="Tasks">Async methods that began and have not ended; -1 where the runtime does not tell.</param>
/// <param name="Unobserved">Exceptions of tasks that nobody looked at, so far.</param>
internal sealed record ProcessReading(
    long HeapBytes, long WorkingSetBytes, long Timers, int Threads, int Files, int Sockets, int Tasks, long Unobserved)
{
    public static ProcessReading Take(Unobserved unobserved)
    {
        // Twice: what the finalizers of the first let go is gone after the second.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        return new ProcessReading(
            GC.GetTotalMemory(forceFullCollection: false), Environment.WorkingSet, Timer.ActiveCount, OpenThreads.Count(), OpenFiles.Count(), OpenSockets.Count(), OpenTasks.Count(),
            unobserved.Count);
    }
}
