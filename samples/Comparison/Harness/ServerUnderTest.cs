using System.Diagnostics;
using System.Net;
using MultiTransport.Comparison.Measures;
using MultiTransport.Comparison.Server;

namespace MultiTransport.Comparison.Harness;

/// <summary>A comparison server: a child process, or one that somebody started on another machine.</summary>
internal sealed class ServerUnderTest : IDisposable
{
    private readonly Process? _process;
    private bool _isDisposed;

    private ServerUnderTest(Process? process, IPEndPoint control)
    {
        _process = process;
        Control = new ControlClient(control);
        try
        {
            var hello = Control.Hello();
            EndPoint = new IPEndPoint(control.Address, hello.Port);
            SecureEndPoint = new IPEndPoint(control.Address, hello.SecurePort);
            Offset = process is null && !IPAddress.IsLoopback(control.Address) ? Control.EstimateOffset() : ClockOffset.Same;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public ControlClient Control { get; }

    public IPEndPoint EndPoint { get; }

    public IPEndPoint SecureEndPoint { get; }

    /// <summary>The server's clock minus ours.</summary>
    public ClockOffset Offset { get; }

    public bool IsRemote => _process is null;

    public int ProcessId => _process?.Id ?? 0;

    public static ServerUnderTest Start(params string[] options)
    {
        var process = Self.Start(["serve", "--with-parent", .. options]);
        try
        {
            return new ServerUnderTest(process, IPEndPoint.Parse(Self.ReadAnnouncement(process, LabServer.ControlPrefix)));
        }
        catch
        {
            if (!process.HasExited)
            {
                Self.End(process);
            }

            throw;
        }
    }

    public static ServerUnderTest Reach(IPEndPoint control) => new(null, control);

    /// <summary>What a clock that jumped did to one-way latencies; null where nothing did.</summary>
    public string? CheckClock() => Offset == ClockOffset.Same ? null : Offset.Contradiction(Control.EstimateOffset());

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        Control.Dispose();
        if (_process is not null)
        {
            Self.End(_process);
        }
    }
}
