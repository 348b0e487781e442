using MultiTransport.Testing;

namespace MultiTransport.Chaos.Lanes;

/// <summary><c>curl -N</c> with JSON lines, opened again at its place after every end.</summary>
internal sealed class JsonLinesLane(World world, int number, int seed) : NativeLane(world, number, seed)
{
    private static readonly TimeSpan Before = TimeSpan.FromMilliseconds(300);

    public override string Role => "JSON lines";

    protected override async Task ReceiveAsync(LaneLife life, TaskCompletionSource<string> opened, CancellationToken end)
    {
        string? place = null;
        while (!end.IsCancellationRequested)
        {
            try
            {
                using var opening = CancellationTokenSource.CreateLinkedTokenSource(end);
                opening.CancelAfter(Silence);
                await using var lines = await JsonLinesClient.OpenAsync(World.NativeAddress(Number), place, opening.Token);
                if (lines.StatusCode is not (200 or 502 or 503 or 504))
                {
                    Broke(life, $"JSON lines at {place ?? "the start"}: {lines.StatusCode}");
                    return;
                }

                if (lines.StatusCode == 200 && !await ReadAsync(lines, life, opened, end))
                {
                    return;
                }

                place = opened.Task.IsCompleted ? lines.Place : null;
            }
            catch (Exception error) when (IsCut(error))
            {
                // nothing came: once more
            }

            await RestAsync(Before);
        }
    }

    /// <summary>Until the response ends or falls silent; false where the session is over.</summary>
    private async Task<bool> ReadAsync(JsonLinesClient lines, LaneLife life, TaskCompletionSource<string> opened, CancellationToken end)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(end);
        try
        {
            while (true)
            {
                silence.CancelAfter(Silence);
                var line = await lines.ReadAsync(silence.Token);
                switch (line?.Kind)
                {
                    case null:
                        return true;
                    case "open" when line!.Session is { } session:
                        opened.TrySetResult(session);
                        break;
                    case "message":
                        Take(life, line!.Message!.Bytes);
                        break;
                    case "gap":
                        life.Excuse(line!.Gap!.From, line.Gap.To);
                        break;
                    case "end" when line!.Action != "resume":
                        Broke(life, $"JSON lines were told {line.Code}, {line.Action}");
                        return false;
                }
            }
        }
        catch (OperationCanceledException) when (!end.IsCancellationRequested)
        {
            World.Faults.Add("native gave up on silence");
            return true;
        }
    }
}
