using System.Globalization;
using System.Runtime.InteropServices;

namespace MultiTransport.Trust.Ground;

/// <summary>
/// Puts this process behind the server and the probes: a real attacker brings processors of its own, and what is to be seen is what the server does, not who gets
/// the machine. Processes started before keep their rank.
/// </summary>
internal static class Niceness
{
    private const int OfOneThread = 0; // to Linux each thread is a process of its own here

    public static void StandBack()
    {
        foreach (var thread in Directory.GetDirectories("/proc/self/task"))
        {
            _ = setpriority(OfOneThread, int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture), 10); // threads to come inherit it
        }
    }

#pragma warning disable SYSLIB1054 // LibraryImport needs unsafe code; this signature is blittable anyway
    [DllImport("libc")]
    private static extern int setpriority(int which, int who, int nice);
#pragma warning restore SYSLIB1054
}
