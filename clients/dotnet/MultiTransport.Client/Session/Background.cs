namespace MultiTransport.Client;

/// <summary>Begins I/O on the thread pool: outside any turn, and without the context of whoever happened to cause it.</summary>
internal static class Background
{
    public static void Run(Func<Task> work) => ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work(), work, preferLocal: false);
}
