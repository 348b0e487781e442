using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MultiTransport.Load;

/// <summary>CLOCK_MONOTONIC in nanoseconds: one clock for all processes of a machine, and nobody can set it.</summary>
internal static class MonotonicClock
{
    private const int Monotonic = 1;
    private const int Absolute = 1;
    private const long PerSecond = 1_000_000_000;

    private static readonly long Factor = PerSecond / Stopwatch.Frequency;

    public static long Now => Stopwatch.GetTimestamp() * Factor;

    public static long Of(TimeSpan span) => span.Ticks * 100;

    public static TimeSpan Span(long nanoseconds) => TimeSpan.FromTicks(nanoseconds / 100);

    /// <summary>Wakes within some 60 µs of the time, where Thread.Sleep would round up to the next millisecond.</summary>
    public static void SleepUntil(long nanoseconds)
    {
        var request = new Time { Seconds = nanoseconds / PerSecond, Nanoseconds = nanoseconds % PerSecond };
        while (Now < nanoseconds)
        {
            _ = clock_nanosleep(Monotonic, Absolute, in request, IntPtr.Zero);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }

#pragma warning disable SYSLIB1054 // LibraryImport needs unsafe code; this signature is blittable anyway
    [DllImport("libc")]
    private static extern int clock_nanosleep(int clock, int flags, in Time request, IntPtr remaining);
#pragma warning restore SYSLIB1054
}
