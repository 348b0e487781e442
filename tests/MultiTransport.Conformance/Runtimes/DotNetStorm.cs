using System.Buffers.Binary;
using MultiTransport.Client;

namespace MultiTransport.Conformance.Runtimes;

/// <summary>The client's side of a storm, as the driver's storm.mjs does it in JavaScript.</summary>
internal sealed class DotNetStorm(ClientSession session, StormPlan plan, Func<IReadOnlyDictionary<string, ScenarioCounters>> counters)
{
    private static readonly string[] Rungs = ["shortpoll", "longpoll", "stream", "sse", "websocket"];

    private readonly TaskCompletionSource<string> _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private string? _last = session.Transport;
    private int _up;
    private int _down;
    private int _received;

    public async Task<StormOutcome> RunAsync()
    {
        session.TransportChanged += (_, move) => Count(move.To);
        session.GapReceived += (_, gap) => _fault.TrySetResult($"gap {gap.From} to {gap.To}, session lost: {gap.Session}");
        var work = Task.WhenAll(SendAsync(), ReceiveAsync());
        await Task.WhenAny(work, _fault.Task, session.Closed);
        var wrong = _fault.Task.IsCompleted ? await _fault.Task : null;
        if (wrong is null && work.IsFaulted)
        {
            wrong = work.Exception.Flatten().InnerExceptions[0].Message;
        }
        else if (wrong is null && !work.IsCompleted)
        {
            wrong = $"closed {await session.Closed}";
        }

        return new StormOutcome(_received, wrong, _up, _down, counters(), TimeProvider.System.GetElapsedTime(_start).TotalMilliseconds);
    }

    private static byte[] Payload(int number)
    {
        // Mostly small; one in 499 is long enough to travel in fragments.
        var payload = new byte[number % 499 == 0 ? 40_000 : 8];
        BinaryPrimitives.WriteInt32BigEndian(payload, number);
        return payload;
    }

    private void Count(string? to)
    {
        if (to is not null && _last is not null && to != _last)
        {
            (_up, _down) = Array.IndexOf(Rungs, to) > Array.IndexOf(Rungs, _last) ? (_up + 1, _down) : (_up, _down + 1);
        }

        _last = to ?? _last;
    }

    private async Task SendAsync()
    {
        for (var i = 1; i <= plan.Count; i++)
        {
            var sent = session.SendAsync(Payload(i));
            _ = WatchAsync(i, sent);
            var ahead = TimeSpan.FromSeconds((double)i / plan.PerSecond) - TimeProvider.System.GetElapsedTime(_start);
            if (i % 20 == 0 && ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead, TimeProvider.System);
            }

            if (i % 500 == 0 || i == plan.Count)
            {
                await sent; // the queue is bounded
            }
        }
    }

    private async Task WatchAsync(int number, Task sent)
    {
        try
        {
            await sent;
        }
        catch (SessionException fault)
        {
            _fault.TrySetResult($"send {number}: {fault.Code} {fault.Message}");
        }
    }

    private async Task ReceiveAsync()
    {
        await foreach (var message in session)
        {
            var number = BinaryPrimitives.ReadInt32BigEndian(message.Data.Span);
            if (number != _received + 1)
            {
                _fault.TrySetResult($"{number} came after {_received}");
            }

            _received = number;
            if (number == plan.Count)
            {
                return;
            }
        }
    }
}
