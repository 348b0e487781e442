namespace MultiTransport.Testing;

/// <summary>Section 7.5: what goes up beside a response that is held. One request at a time.</summary>
internal sealed class SendPump(ProtocolClient client) : IAsyncDisposable
{
    private static readonly TimeSpan ProbeAfter = TimeSpan.FromSeconds(2);

    private readonly CarrierHttp _http = new(client.Options);
    private readonly AsyncPulse _pulse = new();
    private readonly CancellationTokenSource _life = new();
    private long _probed;
    private Task _running = Task.CompletedTask;

    public void Start() => _running = RunAsync();

    public void Poke() => _pulse.Set();

    /// <summary>Posts frames now, beside whatever else is posted; true when they were answered well.</summary>
    public async Task<CarrierEnd> PostAsync(string path, bool messages, params WireFrame[] then)
    {
        var transport = client.CurrentTransport;
        var batch = messages ? client.Outbox.Take(client.Options.BatchBytes) : client.Outbox.Nothing();
        var (attach, body) = client.Compose(WireAttachMode.Send, TimeSpan.Zero, batch, pongs: true, out var acks, then);
        client.CountersOf(transport).CountUp(batch.Count);
        CarrierReceiver? receiver = null;
        var end = await RequestCarrier.RunAsync(
            client, _http, transport, path, attach, body, client.Options.AttachTimeout, begun => receiver = begun, _life.Token).ConfigureAwait(false);
        if (receiver!.Attached.IsCompleted)
        {
            client.Inbox.Written(acks);
        }

        client.Journal($"{path} {batch.After + 1}..{batch.Through} over {transport}: {end}");
        if (end.Action is WireAction.Renegotiate or WireAction.Stop && end.Code != 4301)
        {
            client.EndSession(end.Code ?? 0, end.Reason);
        }

        return end;
    }

    /// <summary>RST on its sockets.</summary>
    public void Cut() => _http.Reset();

    public async ValueTask DisposeAsync()
    {
        await _life.CancelAsync().ConfigureAwait(false);
        _http.Reset();
        await _running.ConfigureAwait(false);
        _http.Dispose();
        _life.Dispose();
        _pulse.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        try
        {
            while (!client.IsOver)
            {
                if (!Needed())
                {
                    await _pulse.WaitAsync(Wait(), client.Time, _life.Token).ConfigureAwait(false);
                    continue;
                }

                _probed = client.Time.GetTimestamp();
                var before = client.Outbox.Floor;
                var end = await PostAsync("send", messages: client.SendsMessages, client.AckIsLate ? [WireFrame.Ping()] : []).ConfigureAwait(false);
                if (end.Action != WireAction.GoOn && client.Outbox.Floor == before)
                {
                    await client.PauseAsync(client.Options.ReconnectDelay).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // disposed
        }
    }

    private bool Needed() =>
        client.HasPongs ||
        (client.SendsMessages && client.Outbox.HasAfter(client.CarriedThrough)) ||
        (client.SendsAcks && (client.Inbox.AckUrgent || ProbeWait() <= TimeSpan.Zero));

    private TimeSpan? Wait() => !client.SendsAcks ? null : (client.Inbox.NextAck, ProbeWait()) switch
    {
        ({ } ack, { } probe) => ack < probe ? ack : probe,
        ({ } ack, null) => ack,
        (null, var probe) => probe,
    };

    // A late ack is asked for: the answer to a send states it.
    private TimeSpan? ProbeWait()
    {
        if (client.Outbox.OldestAge is not { } age)
        {
            return null;
        }

        var sinceAge = ProbeAfter - age;
        var sinceProbe = _probed == 0 ? TimeSpan.Zero : ProbeAfter - client.Time.GetElapsedTime(_probed);
        return sinceAge > sinceProbe ? sinceAge : sinceProbe;
    }
}
