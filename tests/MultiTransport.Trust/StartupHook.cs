using System.Globalization;
using System.Net.Sockets;
using System.Text;

/// <summary>
/// Loaded by the runtime into the attacked server (DOTNET_STARTUP_HOOKS), whose own program stays as it is: a thread that tells over a Unix socket how large the heap
/// is after a collection, and how many exceptions of tasks nobody looked at.
/// </summary>
internal static class StartupHook
{
    public const string Variable = "MULTITRANSPORT_TRUST_INSPECTOR";

    private static int _unobserved;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } path)
        {
            return;
        }

        TaskScheduler.UnobservedTaskException += static (_, _) => Interlocked.Increment(ref _unobserved);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        new Thread(() => Serve(listener)) { IsBackground = true, Name = "inspector" }.Start();
    }

    private static void Serve(Socket listener)
    {
        while (true)
        {
            using var asked = listener.Accept();
            for (var round = 0; round < 2; round++)
            {
                GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
            }

            asked.Send(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{GC.GetTotalMemory(false)} {Volatile.Read(ref _unobserved)}")));
        }
    }
}
