namespace MultiTransport.Testing;

/// <summary>Long and short polls: one at a time, messages with the next poll or, while one is held, by <c>send</c>.</summary>
internal sealed class PollDriver(ProtocolClient client, string transport) : TransportDriver(client, transport)
{
    private readonly CarrierHttp _http = new(client.Options);
    private readonly AsyncPulse _pulse = new();
    private readonly CancellationTokenSource _life = new();
    private volatile bool _polling;
    private volatile CancellationTokenSource? _pollLife;
    private long _carriedThrough;
    private TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override long CarriedThrough => Interlocked.Read(ref _carriedThrough);

    public override bool WantsSends => _polling && Transport == TransportName.LongPoll;

    public override void Retire()
    {
        base.Retire();
        _pulse.Set();
    }

    public override void Poke() => _pulse.Set();

    public override async Task<bool> CutAsync()
    {
        var end = _ended.Task;
        if (!_polling)
        {
            return false;
        }

        _http.Reset();
        try
        {
            _pollLife?.Cancel();
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
            await _life.CancelAsync().ConfigureAwait(false);
            _http.Reset();
            await Completion.ConfigureAwait(false);
        }

        _life.Dispose();
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

        _http.Dispose();
        return reason;
    }

    private TimeSpan Hold => Transport == TransportName.ShortPoll ? TimeSpan.Zero : Client.Options.Hold ?? Client.Hold;

    private async Task<CarrierEnd> PollAsync(TimeSpan hold)
    {
        var batch = Client.Outbox.Take(Client.Options.BatchBytes);
        var (attach, body) = Client.Compose(WireAttachMode.Take, hold, batch, pongs: true, out var acks);
        Interlocked.Exchange(ref _carriedThrough, batch.Through);
        Client.CountersOf(Transport).CountUp(batch.Count);
        _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _polling = true;
        Client.PokeSends(); // what was posted since the batch was taken found nobody to carry it, and would wait out the hold
        CarrierReceiver? receiver = null;
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_life.Token);
        _pollLife = cut;
        var end = await RequestCarrier.RunAsync(
            Client, _http, Transport, "poll", attach, body, hold + Client.Options.AttachTimeout, begun => receiver = begun, cut.Token).ConfigureAwait(false);
        _polling = false;
        Interlocked.Exchange(ref _carriedThrough, 0);
        if (receiver!.Attached.IsCompleted)
        {
            Client.Inbox.Written(acks);
        }

        if (receiver.Active.IsCompleted)
        {
            NowActive();
        }

        Client.Ended(Transport, end, Retired);
        _ended.TrySetResult();
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

            await _pulse.WaitAsync(left, Client.Time, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
