using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace MultiTransport.Benchmarks.Generator;

/// <summary>Level-triggered readiness of many sockets for one thread, without an allocation per event (Linux).</summary>
internal sealed class Epoll : IDisposable
{
    private const int Batch = 256;
    private const int ControlAdd = 1;
    private const uint EventIn = 1;
    private const int Interrupted = 4;

    // struct epoll_event is packed on x86-64 only.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int Stride = DataOffset + 8;

    private readonly byte[] _events = new byte[Batch * Stride];
    private readonly int _handle;

    public Epoll()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new BenchmarkException("The load generator needs Linux (epoll).");
        }

        _handle = epoll_create1(0);
        ThrowIfFailed(_handle, "epoll_create1");
    }

    public void Add(Socket socket, int token)
    {
        var description = new byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(description, EventIn);
        BinaryPrimitives.WriteInt32LittleEndian(description.AsSpan(DataOffset), token);
        ThrowIfFailed(epoll_ctl(_handle, ControlAdd, (int)socket.Handle, description), "epoll_ctl");
    }

    /// <summary>The number of ready sockets; <see cref="Token"/> names them.</summary>
    public int Wait(int milliseconds)
    {
        var ready = epoll_wait(_handle, _events, Batch, milliseconds);
        if (ready < 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
            return 0;
        }

        ThrowIfFailed(ready, "epoll_wait");
        return ready;
    }

    public int Token(int index) => BinaryPrimitives.ReadInt32LittleEndian(_events.AsSpan((index * Stride) + DataOffset));

    public void Dispose() => _ = close(_handle);

    private static void ThrowIfFailed(int result, string call)
    {
        if (result < 0)
        {
            throw new BenchmarkException($"{call} failed with errno {Marshal.GetLastPInvokeError()}.");
        }
    }

#pragma warning disable SYSLIB1054 // LibraryImport needs unsafe code; these signatures are blittable anyway
    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_create1(int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_ctl(int handle, int operation, int descriptor, byte[] description);

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_wait(int handle, byte[] events, int count, int milliseconds);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int handle);
#pragma warning restore SYSLIB1054
}
