using System.Diagnostics;
using MultiTransport.Comparison.Harness;

namespace MultiTransport.Comparison.Tests.Harness;

/// <summary>An independent witness: the TCP payload that passed one port of the loopback interface.</summary>
internal sealed class PacketCapture : IDisposable
{
    private readonly Process _process;
    private readonly int _port;
    private readonly ManualResetEventSlim _isCapturing = new();
    private readonly Lock _gate = new();
    private long _up;
    private long _down;

    public PacketCapture(int port)
    {
        _port = port;
        string[] arguments = ["-i", "lo", "-f", $"tcp port {port}", "-l", "-Q", "-T", "fields", "-e", "tcp.dstport", "-e", "tcp.len"];
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(Machine.Find("tshark")!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, line) => Count(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public (long Up, long Down) Read()
    {
        lock (_gate)
        {
            return (_up, _down);
        }
    }

    /// <summary>Makes packets until one is seen; tshark does not tell when it has begun.</summary>
    public void WaitUntilCapturing(Action makePackets)
    {
        for (var attempt = 0; attempt < 100 && !_isCapturing.IsSet; attempt++)
        {
            makePackets();
            _isCapturing.Wait(200);
        }

        Assert.True(_isCapturing.IsSet, "tshark captured nothing");
    }

    /// <summary>What was captured, once something has come since then and nothing more comes.</summary>
    public (long Up, long Down) ReadSettled((long Up, long Down) since)
    {
        SpinWait.SpinUntil(() => Read() != since, TimeSpan.FromSeconds(20)); // a busy machine lets tshark wait
        var last = Read();
        for (var quiet = 0; quiet < 6;)
        {
            Thread.Sleep(250); // tshark hands its lines over in batches
            var now = Read();
            quiet = now == last ? quiet + 1 : 0;
            last = now;
        }

        return last;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        _isCapturing.Dispose();
    }

    private void Count(string? line)
    {
        if (line?.Split('\t') is not [var port, var length])
        {
            return;
        }

        lock (_gate)
        {
            if (int.Parse(port, null) == _port)
            {
                _up += long.Parse(length, null);
            }
            else
            {
                _down += long.Parse(length, null);
            }
        }

        _isCapturing.Set();
    }
}
