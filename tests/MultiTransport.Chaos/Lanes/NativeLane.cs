using System.Text;
using MultiTransport.Chaos.Checks;
using MultiTransport.Testing;

namespace MultiTransport.Chaos.Lanes;

/// <summary>
/// A client without the SDK: texts come down over a held response or polls, and go up by POST with their numbers, one after another and again until they are answered.
/// Exactly once within the server's window; what is beyond it is told by a gap.
/// </summary>
internal abstract class NativeLane(World world, int number, int seed) : Lane(world, number, seed)
{
    private static readonly TimeSpan PostPatience = TimeSpan.FromSeconds(15);

    /// <summary>How long nothing may come while an echo is due; a browser would wait for ever, its user would not.</summary>
    protected static TimeSpan Silence { get; } = TimeSpan.FromSeconds(20);

    protected override TimeSpan? Life => Between(10, 120);

    protected sealed override async Task LiveAsync(LaneLife life, CancellationToken stop)
    {
        using var end = new CancellationTokenSource();
        var opened = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var receiving = ReceiveAsync(life, opened, end.Token);
        await Task.WhenAny(opened.Task, receiving);
        if (opened.Task.IsCompletedSuccessfully)
        {
            using var poster = new NativePoster(World.NativeAddress(Number), await opened.Task);
            var going = true;
            while (going && await World.Tide.PauseAsync(Between(0.5, 4), stop))
            {
                going = !receiving.IsCompleted && await PostAsync(poster, life, Random.Next(100) == 0 ? ParcelKind.Throw : ParcelKind.Message);
            }

            if (!await PostAsync(poster, life, ParcelKind.Finish) || !await SettleAsync(life, receiving))
            {
                Broke(life, "the session ended too early");
            }
        }

        await end.CancelAsync();
        await receiving;
    }

    /// <summary>Receives until the token says so, or the session is over; tells the credential as soon as it has it.</summary>
    protected abstract Task ReceiveAsync(LaneLife life, TaskCompletionSource<string> opened, CancellationToken end);

    protected static void Take(LaneLife life, ReadOnlySpan<byte> text) => life.Take(Convert.FromBase64String(Encoding.ASCII.GetString(text)));

    /// <summary>False where the session is gone.</summary>
    private async Task<bool> PostAsync(NativePoster poster, LaneLife life, ParcelKind kind)
    {
        var text = Convert.ToBase64String(life.Next(kind, Random));
        life.Began();
        World.Messages.Add("sent");
        try
        {
            while (true)
            {
                try
                {
                    using var patience = new CancellationTokenSource(PostPatience);
                    var posted = await poster.PostAsync(text, life.LastNumber, cancellationToken: patience.Token);
                    if (posted.Status is 200 or 202 || (kind == ParcelKind.Throw && posted.Problem?.Code == "handler-failed"))
                    {
                        World.Messages.Add("acknowledged");
                        return true;
                    }

                    if (posted.Status is not (429 or 502 or 503 or 504))
                    {
                        Broke(life, $"POST of {life.LastNumber}: {posted.Status} {posted.Problem?.Code}");
                        return false;
                    }
                }
                catch (Exception error) when (IsCut(error))
                {
                    World.Faults.Add("native POST repeated");
                }

                await Task.Delay(Between(0.1, 1), TimeProvider.System);
            }
        }
        finally
        {
            life.Ended();
        }
    }
}
