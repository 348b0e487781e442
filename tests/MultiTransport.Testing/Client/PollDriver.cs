namespace MultiTransport.Testing;

/// <summary>Long and short polls: one at a time, messages with the next poll or, while one is held, by <c>send</c>.</summary>
internal sealed class PollDriver(ProtocolClient client, string transport) : TransportDriver(client, transport)
{
    private readonly CarrierHttp http = new(client.Options);
    private readonly AsyncPulse pulse = new();
    private readonly CancellationTokenSource life = new();
    private volatile bool polling;
    private volatile CancellationTokenSource? pollLife;
    private long carriedThrough;
    private TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override long CarriedThrough => Interlocked.Read(ref carriedThrough);

    public override bool WantsSends => polling && Transport == TransportName.LongPoll;

    public override void Retire()
    {
        base.Retire();
        pulse.Set();
    }

    public override void Poke() => pulse.Set();

    public override async Task<bool> CutAsync()
    {
        var end = ended.Task;
        if (!polling)
        {
            return false;
        }

        http.Reset();
        try
        {
            pollLife?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // this poll has just ended
        }

        await end.ConfigureAwait(false);
        return true;
    }

    public override async ValueTask DisposeAsync()
    {
        Retire();
        if (!Completion.IsCompleted)
        {
            await life.CancelAsync().ConfigureAwait(false);
            http.Reset();
            await Completion.ConfigureAwait(false);
        }

        life.Dispose();
    }

    protected override async Task<string> DriveAsync()
    {
        await Task.Yield();
        string reason;
        var first = true;
        while (true)
        {
            var end = await PollAsync(first ? TimeSpan.Zero : Hold).ConfigureAwait(false);
            first = first && !FirstActive.IsCompleted;
            if (end.Action == WireAction.GoOn)
            {
                await Client.SwitchSettledAsync(this).ConfigureAwait(false);
                await IdleAsync().ConfigureAwait(false);
                if (!Retired && !Client.IsOver)
                {
                    continue;
                }
            }
            else if (await AgainAsync(end).ConfigureAwait(false))
            {
                continue;
            }

            reason = end.ToString();
            break;
        }

        http.Dispose();
        return reason;
    }

    private TimeSpan Hold => Transport == TransportName.ShortPoll ? TimeSpan.Zero : Client.Options.Hold ?? Client.Hold;

    private async Task<CarrierEnd> PollAsync(TimeSpan hold)
    {
        var batch = Client.Outbox.Take(Client.Options.BatchBytes);
        var (attach, body) = Client.Compose(WireAttachMode.Take, hold, batch, pongs: true, out var acks);
        Interlocked.Exchange(ref carriedThrough, batch.Through);
        Client.CountersOf(Transport).CountUp(batch.Count);
        ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        polling = true;
        CarrierReceiver? receiver = null;
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(life.Token);
        pollLife = cut;
        var end = await RequestCarrier.RunAsync(
            Client, http, Transport, "poll", attach, body, hold + Client.Options.AttachTimeout, begun => receiver = begun, cut.Token).ConfigureAwait(false);
        polling = false;
        Interlocked.Exchange(ref carriedThrough, 0);
        if (receiver!.Attached.IsCompleted)
        {
            Client.Inbox.Written(acks);
            NowActive();
        }

        Client.Ended(Transport, end, Retired);
        ended.TrySetResult();
        return end;
    }

    /// <summary>Short polls pause while there is nothing to say.</summary>
    private async Task IdleAsync()
    {
        if (Transport != TransportName.ShortPoll)
        {
            return;
        }

        var start = Client.Time.GetTimestamp();
        while (!Retired && !Client.IsOver && !Client.Outbox.HasAfter(0))
        {
            var left = Client.Options.PollInterval - Client.Time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            await pulse.WaitAsync(left, Client.Time, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
