using System.Buffers.Binary;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Storms;

/// <summary>
/// One session through which both sides send numbered messages as fast as they can, while its connection is cut and its transport changed at random.
/// Every message carries its own number, so that a lost, doubled or reordered one is seen at once, on the side that sees it.
/// </summary>
internal sealed class Storm(int seed, int count) : IHandlerSource
{
    // Slow enough that the storm outlasts hundreds of cuts, fast enough that windows fill.
    private const int MessagesPerSecond = 6_000;
    private const int Burst = 60;

    private readonly Random _random = new(seed);
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly TaskCompletionSource _serverHasAll = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _serverGot;
    private int _cuts;
    private int _switches;

    public async Task<StormReport> RunAsync()
    {
        await using var rig = await Rig.StartAsync(this, static options => options.Overflow = OverflowPolicy.Wait);
        await using var client = await ProtocolClient.NegotiateAsync(
            rig.Proxied, new ProtocolClientOptions { ReconnectDelay = TimeSpan.FromMilliseconds(1), PollInterval = TimeSpan.FromMilliseconds(1), MaxFailures = 100_000 }).WithTimeout();
        await client.UseAsync(TransportName.LongPoll).WithTimeout();
        using var stop = new CancellationTokenSource();
        var disturbing = DisturbAsync(rig, client, stop.Token);
        var work = Task.WhenAll(SendDownAsync(rig.SessionOf(client)), SendUpAsync(client), ReceiveAsync(client), _serverHasAll.Task);

        await Task.WhenAny(work, disturbing, client.Over).WithTimeout(TimeSpan.FromMinutes(5));
        await stop.CancelAsync();
        if (client.Over.IsCompleted)
        {
            throw new InvalidOperationException($"seed {seed}: the session ended: {(await client.Over).Message}; server got {_serverGot}; {client}");
        }

        await work.WithTimeout();
        await disturbing.WithTimeout();
        client.AssertNoViolations();
        return new StormReport(seed, _cuts, _switches, TransportName.All.ToDictionary(static name => name, name => client.CountersOf(name)));
    }

    public ValueTask OnMessageAsync(Session session, Message message)
    {
        var number = BinaryPrimitives.ReadInt32BigEndian(message.Payload.Span);
        if (number != _serverGot + 1)
        {
            _serverHasAll.TrySetException(new InvalidOperationException($"seed {seed}: the server got {number} after {_serverGot}"));
        }

        _serverGot = number;
        if (number == count)
        {
            _serverHasAll.TrySetResult();
        }

        return ValueTask.CompletedTask;
    }

    private static byte[] Payload(int number)
    {
        // Mostly small; one in 499 is long enough to travel in fragments.
        var payload = new byte[number % 499 == 0 ? 40_000 : 8];
        BinaryPrimitives.WriteInt32BigEndian(payload, number);
        return payload;
    }

    private async ValueTask PaceAsync(int sent)
    {
        if (sent % Burst == 0)
        {
            var ahead = TimeSpan.FromSeconds((double)sent / MessagesPerSecond) - TimeProvider.System.GetElapsedTime(_start);
            if (ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead, TimeProvider.System).ConfigureAwait(false);
            }
        }
    }

    private async Task SendDownAsync(Session session)
    {
        for (var i = 1; i <= count; i++)
        {
            await session.SendAsync(Payload(i)).ConfigureAwait(false);
            await PaceAsync(i).ConfigureAwait(false);
        }
    }

    private async Task SendUpAsync(ProtocolClient client)
    {
        for (var i = 1; i <= count; i++)
        {
            var sent = client.Post(Payload(i));
            await PaceAsync(i).ConfigureAwait(false);
            if (i % 500 == 0)
            {
                await sent.Handled.ConfigureAwait(false);
            }
        }
    }

    private async Task ReceiveAsync(ProtocolClient client)
    {
        for (var i = 1; i <= count; i++)
        {
            var message = await client.Messages.ReadAsync().ConfigureAwait(false);
            if (message.Number != i || BinaryPrimitives.ReadInt32BigEndian(message.Bytes) != i)
            {
                throw new InvalidOperationException($"seed {seed}: the client got {message.Kind} {message.Number} where {i} was due, by {message.Transport}");
            }
        }
    }

    /// <summary>Cuts 5 ms to 2 s apart, short ones more often; every few cuts the transport changes, to the one that carried least so far or any other.</summary>
    private async Task DisturbAsync(Rig rig, ProtocolClient client, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                // Real time is the point here: the cut must fall anywhere in the traffic.
                var pause = 5 * Math.Pow(400, Math.Pow(_random.NextDouble(), 3));
                await Task.Delay(TimeSpan.FromMilliseconds(pause), TimeProvider.System, stop).ConfigureAwait(false);
                if (_random.Next(2) == 0)
                {
                    await client.UseAsync(NextTransport(client), viaPromote: _random.Next(2) == 0, stop).ConfigureAwait(false);
                    _switches++;
                }
                else
                {
                    rig.Proxy.CutAll(_random.Next(2) == 0 ? CutKind.Reset : CutKind.Finish);
                    _cuts++;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The storm is over.
        }
        catch (TransportFailedException)
        {
            await DisturbAsync(rig, client, stop).ConfigureAwait(false);
        }
    }

    private string NextTransport(ProtocolClient client) => _random.Next(8) == 0
        ? TransportName.All[_random.Next(TransportName.All.Count)]
        : TransportName.All.MinBy(name => Carried(client.CountersOf(name)))!;

    private static long Carried(TransportCounters counters) => Math.Min(counters.MessagesUp, counters.MessagesDown);
}
