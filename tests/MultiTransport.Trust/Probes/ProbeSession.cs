using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using MultiTransport.Testing;

namespace MultiTransport.Trust.Probes;

/// <summary>A session like any other that has an echo every 50 ms while others are attacked. It sends at its own pace, whatever comes back.</summary>
internal sealed class ProbeSession : IAsyncDisposable
{
    private static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(50);

    private readonly ProtocolClient _client;
    private readonly string _transport;
    private readonly ConcurrentQueue<long> _sentAt = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sending;
    private readonly Task _reading;
    private readonly List<double> _milliseconds = [];
    private int _returned;
    private int _sent;

    private ProbeSession(ProtocolClient client, string transport)
    {
        _client = client;
        _transport = transport;
        _sending = SendAsync();
        _reading = ReadAsync();
    }

    public int Sent => Volatile.Read(ref _sent);

    public int Returned => Volatile.Read(ref _returned);

    public int Cuts => (int)_client.Counters.Values.Sum(static one => one.Cuts);

    public IEnumerable<string> Faults => [.. _faults, .. _client.Violations.Select(one => $"{_transport}: {one}")];

    public static async Task<ProbeSession> StartAsync(Uri echo, string transport)
    {
        var client = await ProtocolClient.NegotiateAsync(echo);
        await client.UseAsync(transport);
        return new ProbeSession(client, transport);
    }

    /// <summary>The echoes since the last call.</summary>
    public Latencies Take()
    {
        lock (_milliseconds)
        {
            var taken = Latencies.Of(_milliseconds);
            _milliseconds.Clear();
            return taken;
        }
    }

    /// <summary>Waits until all that was sent before came back; what did not is a fault.</summary>
    public async Task SettleAsync(TimeSpan patience)
    {
        var sent = Sent;
        var started = Stopwatch.GetTimestamp();
        while (Returned < sent && Stopwatch.GetElapsedTime(started) < patience && !_reading.IsCompleted)
        {
            await Task.Delay(_pace);
        }

        if (Returned < sent)
        {
            _faults.Enqueue($"{_transport}: {sent - Returned} of {sent} messages did not come back");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sending;
        await _client.DisposeAsync();
        await _reading;
        _stop.Dispose();
    }

    private async Task SendAsync()
    {
        using var timer = new PeriodicTimer(_pace);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                _sentAt.Enqueue(Stopwatch.GetTimestamp());
                _ = _client.Post($"{Interlocked.Increment(ref _sent)}").Handled.ContinueWith(
                    failed => _faults.Enqueue($"{_transport}: {failed.Exception!.InnerException!.Message}"),
                    CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException)
        {
            // asked to stop
        }
    }

    private async Task ReadAsync()
    {
        await foreach (var message in _client.ReadAllAsync())
        {
            var expected = _returned + 1;
            if (message.Kind != Testing.MessageKind.Text || message.Text != expected.ToString(CultureInfo.InvariantCulture) || !_sentAt.TryDequeue(out var sentAt))
            {
                _faults.Enqueue($"{_transport}: {message.Kind} {message.Number} came in place of message {expected}");
                continue;
            }

            lock (_milliseconds)
            {
                _milliseconds.Add(Stopwatch.GetElapsedTime(sentAt).TotalMilliseconds);
            }

            Volatile.Write(ref _returned, expected);
        }
    }
}
