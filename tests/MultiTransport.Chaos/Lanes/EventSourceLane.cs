using System.Text;
using System.Text.Json;
using MultiTransport.Testing;

namespace MultiTransport.Chaos.Lanes;

/// <summary><c>new EventSource(url)</c>, which comes back by itself.</summary>
internal sealed class EventSourceLane(World world, int number, int seed) : NativeLane(world, number, seed)
{
    public override string Role => "EventSource";

    protected override async Task ReceiveAsync(LaneLife life, TaskCompletionSource<string> opened, CancellationToken end)
    {
        await using var source = EventSourceClient.Open(World.NativeAddress(Number));
        while (!end.IsCancellationRequested)
        {
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(end);
            silence.CancelAfter(Silence);
            try
            {
                if (!await source.Events.WaitToReadAsync(silence.Token))
                {
                    Broke(life, $"EventSource stopped at {source.FinalStatus}");
                    return;
                }
            }
            catch (OperationCanceledException) when (!end.IsCancellationRequested)
            {
                source.Cut(); // as a user reloads the page; it goes on where it was
                World.Faults.Add("native gave up on silence");
                continue;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            while (source.Events.TryRead(out var next))
            {
                if (!Take(life, next, opened))
                {
                    return;
                }
            }
        }
    }

    private bool Take(LaneLife life, SseEvent next, TaskCompletionSource<string> opened)
    {
        switch (next.Type)
        {
            case "message":
                Take(life, Encoding.ASCII.GetBytes(next.Data));
                return true;
            case "session":
                using (var data = JsonDocument.Parse(next.Data))
                {
                    if (data.RootElement.TryGetProperty("session", out var session))
                    {
                        opened.TrySetResult(session.GetString()!);
                    }
                }

                return true;
            case "gap":
                using (var data = JsonDocument.Parse(next.Data))
                {
                    life.Excuse(data.RootElement.GetProperty("from").GetInt64(), data.RootElement.GetProperty("to").GetInt64());
                }

                return true;
            default:
                if (opened.Task.IsCompleted)
                {
                    Broke(life, $"EventSource was told {next.Type} {next.Data}");
                    return false;
                }

                return true; // it never knew the session that is gone
        }
    }
}
