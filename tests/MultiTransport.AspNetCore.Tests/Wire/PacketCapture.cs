using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MultiTransport.AspNetCore.Tests.Wire;

/// <summary>What tshark sees of the connections to one port of the loopback: the bytes that TCP carried, each once.</summary>
internal sealed class PacketCapture : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Flow> _flows = [];
    private readonly Process _process;
    private readonly int _port;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PacketCapture(int port)
    {
        _port = port;
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(
                TsharkFactAttribute.Program,
                [
                    "-l", "-n", "-Q", "-i", "lo", "-f", $"tcp port {port}", "-T", "fields",
                    "-e", "tcp.srcport", "-e", "tcp.dstport", "-e", "tcp.seq", "-e", "tcp.len", "-e", "tcp.flags.fin", "-e", "tcp.flags.reset",
                ])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _process.OutputDataReceived += (_, line) => OnLine(line.Data);
    }

    public static async Task<PacketCapture> StartAsync(int port)
    {
        var capture = new PacketCapture(port);
        capture._process.Start();
        capture._process.BeginOutputReadLine();
        capture._process.BeginErrorReadLine();

        // It says that it captures before it does; it does when it sees something.
        while (true)
        {
            using var probe = new TcpClient();
            await probe.ConnectAsync(IPAddress.Loopback, port);
            var seen = capture.WhenAsync(flows => flows.Count > 0);
            if (await Task.WhenAny(seen, Task.Delay(TimeSpan.FromMilliseconds(200))) == seen)
            {
                return capture;
            }
        }
    }

    /// <summary>The bytes of a connection each way, when both its ends, or a reset, have been seen.</summary>
    public async Task<(long Up, long Down)> OfAsync(int clientPort)
    {
        await WhenAsync(flows => flows.TryGetValue(clientPort, out var flow) && flow.IsOver).WithTimeout(what: $"the capture of port {clientPort} to end");
        lock (_gate)
        {
            return (_flows[clientPort].Up.Values.Sum(), _flows[clientPort].Down.Values.Sum());
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task WhenAsync(Func<Dictionary<int, Flow>, bool> isSo)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (isSo(_flows))
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed;
        }
    }

    private void OnLine(string? line)
    {
        if (line is null)
        {
            return;
        }

        var fields = line.Split('\t');
        var numbers = fields[..4].Select(static field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        lock (_gate)
        {
            var isUp = numbers[1] == _port;
            var client = (int)(isUp ? numbers[0] : numbers[1]);
            var flow = _flows.TryGetValue(client, out var known) ? known : _flows[client] = new Flow();
            flow.Add(isUp, numbers[2], numbers[3], IsSet(fields[4]), IsSet(fields[5]));
            var changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            changed.SetResult();
        }
    }

    private static bool IsSet(string field) => field is "1" or "True";

    private sealed class Flow
    {
        private bool _upEnded;
        private bool _downEnded;

        /// <summary>Lengths by sequence number: what TCP sends twice counts once.</summary>
        public Dictionary<long, long> Up { get; } = [];

        public Dictionary<long, long> Down { get; } = [];

        public bool IsOver => _upEnded && _downEnded;

        public void Add(bool isUp, long sequence, long length, bool isFin, bool isReset)
        {
            var direction = isUp ? Up : Down;
            if (length > 0)
            {
                direction[sequence] = Math.Max(length, direction.GetValueOrDefault(sequence));
            }

            _upEnded |= (isUp && isFin) || isReset;
            _downEnded |= (!isUp && isFin) || isReset;
        }
    }
}
