using System.Diagnostics;

namespace MultiTransport.Chaos.Host.Counts;

/// <summary>The threads of this process.</summary>
internal static class OpenThreads
{
    public static int Count()
    {
        using var process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }
}
