using MultiTransport.Testing;

namespace MultiTransport.Chaos.Lanes;

/// <summary><c>curl url</c>, again and again: long polls, or short ones.</summary>
internal sealed class PollLane(World world, int number, int seed, bool holds) : NativeLane(world, number, seed)
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(300);

    public override string Role => holds ? "native long poll" : "native short poll";

    protected override async Task ReceiveAsync(LaneLife life, TaskCompletionSource<string> opened, CancellationToken end)
    {
        using var client = new NativePollClient(World.NativeAddress(Number));
        while (!end.IsCancellationRequested)
        {
            try
            {
                using var silence = CancellationTokenSource.CreateLinkedTokenSource(end);
                silence.CancelAfter(Silence);
                var answer = await client.PollAsync(holds ? 10 : 0, cancellationToken: silence.Token);
                if (answer.Status == 200 && !Take(life, answer))
                {
                    return;
                }

                if (answer.Status is not (200 or 502 or 503 or 504))
                {
                    Broke(life, $"a poll: {answer.Status} {answer.Problem?.Code}");
                    return;
                }

                if (client.Session is { } session)
                {
                    opened.TrySetResult(session);
                }

                await RestAsync(holds ? TimeSpan.Zero : Rest);
            }
            catch (Exception error) when (IsCut(error))
            {
                await RestAsync(AfterFault); // the same poll once more
            }
        }
    }

    private bool Take(LaneLife life, NativePollAnswer answer)
    {
        if (answer.Gap is { } gap)
        {
            life.Excuse(gap.From, gap.To);
        }

        foreach (var message in answer.Messages)
        {
            Take(life, message.Bytes);
        }

        if (answer.Close is { } close)
        {
            Broke(life, $"a poll was told {close.Code} {close.Reason}");
        }

        return answer.Close is null;
    }
}
