namespace MultiTransport.Benchmarks.Compare.Work;

/// <summary>The names of figures, with their units.</summary>
internal static class Figure
{
    public const string Cpu = "CPU µs";
    public const string UserCpu = "user µs";
    public const string Allocated = "allocated B";
    public const string Rate = "per second";
    public const string Median = "p50 ms";
    public const string Tail = "p99 ms";
    public const string Busy = "generator busy";
    public const string Requests = "requests";
    public const string Bytes = "bytes";
    public const string Heap = "heap KiB";
    public const string Resident = "RSS KiB";
    public const string ResidentBefore = "RSS before GC KiB";
}
