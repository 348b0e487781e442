using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace MultiTransport.Load;

/// <summary>Level-triggered readiness of many sockets for one thread, without an allocation per event (Linux).</summary>
internal sealed class Epoll : IDisposable
{
    private const int Batch = 256;
    private const int ControlAdd = 1;
    private const int ControlModify = 3;
    private const uint EventIn = 1;
    private const uint EventOut = 4;
    private const int Interrupted = 4;
    private const int NotSupported = 38;
    private const long NanosecondsPerSecond = 1_000_000_000;

    // struct epoll_event is packed on x86-64 only.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int Stride = DataOffset + 8;

    private readonly byte[] _events = new byte[Batch * Stride];
    private readonly byte[] _description = new byte[16];
    private readonly int _handle;
    private bool _isCoarse;

    public Epoll()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new LoadException("The load generator needs Linux (epoll).");
        }

        _handle = epoll_create1(0);
        ThrowIfFailed(_handle, "epoll_create1");
    }

    public void Add(Socket socket, int token) => Control(ControlAdd, socket, token, EventIn);

    /// <summary>Also asks when the socket takes bytes again.</summary>
    public void AskForRoom(Socket socket, int token, bool asks) => Control(ControlModify, socket, token, asks ? EventIn | EventOut : EventIn);

    /// <summary>The number of ready sockets; <see cref="Token"/> names them.</summary>
    public int Wait(TimeSpan time)
    {
        var ready = _isCoarse ? WaitMilliseconds(time) : WaitNanoseconds(time);
        if (ready < 0 && Marshal.GetLastPInvokeError() == NotSupported)
        {
            _isCoarse = true; // a kernel before 5.11
            ready = WaitMilliseconds(time);
        }

        if (ready < 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
            return 0;
        }

        ThrowIfFailed(ready, "epoll_wait");
        return ready;
    }

    public int Token(int index) => BinaryPrimitives.ReadInt32LittleEndian(_events.AsSpan((index * Stride) + DataOffset));

    public bool HasRoom(int index) => (BinaryPrimitives.ReadUInt32LittleEndian(_events.AsSpan(index * Stride)) & EventOut) != 0;

    public void Dispose() => _ = close(_handle);

    private void Control(int operation, Socket socket, int token, uint events)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_description, events);
        BinaryPrimitives.WriteInt32LittleEndian(_description.AsSpan(DataOffset), token);
        ThrowIfFailed(epoll_ctl(_handle, operation, (int)socket.Handle, _description), "epoll_ctl");
    }

    private int WaitNanoseconds(TimeSpan time)
    {
        var nanoseconds = time.Ticks * 100;
        var timeout = new Time { Seconds = nanoseconds / NanosecondsPerSecond, Nanoseconds = nanoseconds % NanosecondsPerSecond };
        return epoll_pwait2(_handle, _events, Batch, in timeout, IntPtr.Zero);
    }

    private int WaitMilliseconds(TimeSpan time) => epoll_wait(_handle, _events, Batch, (int)Math.Ceiling(time.TotalMilliseconds));

    private static void ThrowIfFailed(int result, string call)
    {
        if (result < 0)
        {
            throw new LoadException($"{call} failed with errno {Marshal.GetLastPInvokeError()}.");
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }

#pragma warning disable SYSLIB1054 // LibraryImport needs unsafe code; these signatures are blittable anyway
    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_create1(int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_ctl(int handle, int operation, int descriptor, byte[] description);

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_wait(int handle, byte[] events, int count, int milliseconds);

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_pwait2(int handle, byte[] events, int count, in Time timeout, IntPtr signals);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int handle);
#pragma warning restore SYSLIB1054
}
