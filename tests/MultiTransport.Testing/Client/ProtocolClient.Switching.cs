namespace MultiTransport.Testing;

/// <content>Which transport carries the session, and the change from one to another.</content>
public sealed partial class ProtocolClient
{
    private readonly SemaphoreSlim _switching = new(1);
    private TransportDriver? _current;
    private TransportDriver? _committing;
    private TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The transport in use; "" before the first.</summary>
    public string CurrentTransport
    {
        get
        {
            lock (_gate)
            {
                return _current?.Transport ?? "";
            }
        }
    }

    internal bool SendsMessages
    {
        get
        {
            lock (_gate)
            {
                return _current is { WantsSends: true };
            }
        }
    }

    /// <summary>An ack that is due is worth a <c>send</c> beside a held response or poll; short polls carry it themselves.</summary>
    internal bool SendsAcks
    {
        get
        {
            lock (_gate)
            {
                return _current is { WantsSends: true };
            }
        }
    }

    internal bool AckIsLate => Outbox.OldestAge > TimeSpan.FromSeconds(2);

    internal long CarriedThrough
    {
        get
        {
            lock (_gate)
            {
                return Math.Max(_current?.CarriedThrough ?? 0, _committing?.CarriedThrough ?? 0);
            }
        }
    }

    /// <summary>
    /// Changes to a transport; completes when it is active. Both are attached for a while, and either may carry messages. A probe and promote needs
    /// something to hold: polls are taken in any case. <see cref="TransportFailedException"/> leaves the old one in use.
    /// </summary>
    public async Task UseAsync(string transport, bool viaPromote = false, CancellationToken cancellationToken = default)
    {
        TransportName.Path(transport);
        await _switching.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (viaPromote && TransportName.IsHeld(transport))
            {
                await PromoteAsync(transport, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await TakeAsync(transport, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _switching.Release();
        }
    }

    /// <summary>Tears the connection in use with RST, a poll on its way included. False where nothing was attached.</summary>
    public async Task<bool> CutAsync(bool alsoSends = false)
    {
        TransportDriver? driver;
        lock (_gate)
        {
            driver = _current;
        }

        if (alsoSends)
        {
            _sends.Cut();
        }

        return driver is not null && await driver.CutAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the session from this side (4301), after everything before it was acked or, without flush, at once.</summary>
    public async Task CloseAsync(bool flush = true)
    {
        if (flush)
        {
            await Outbox.WhenIdleAsync().ConfigureAwait(false);
        }

        TransportDriver? driver;
        lock (_gate)
        {
            driver = _current;
        }

        if (driver is HeldDriver { Carrier: WebSocketCarrier socket })
        {
            socket.CloseSession();
            await Task.WhenAny(socket.Completion, Over).ConfigureAwait(false);
        }

        for (var failures = 0; !IsOver && failures < Options.MaxFailures; failures++)
        {
            var end = await _sends.PostAsync("close", messages: true, WireFrame.Close(4301)).ConfigureAwait(false);
            if (end.Kind == CarrierEndKind.Closed && end.Action is WireAction.GoOn or WireAction.Stop)
            {
                EndSession(4301, "");
            }
            else
            {
                await PauseAsync(Options.ReconnectDelay).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits while another driver is about to take over; returns at once for that one.</summary>
    internal async Task SwitchSettledAsync(TransportDriver asking)
    {
        while (true)
        {
            Task wait;
            lock (_gate)
            {
                if (asking.Retired || _committing is null || _committing == asking)
                {
                    return;
                }

                wait = _settled.Task;
            }

            await Task.WhenAny(wait, Over).ConfigureAwait(false);
            if (IsOver)
            {
                return;
            }
        }
    }

    private async Task TakeAsync(string transport, CancellationToken cancellationToken)
    {
        TransportDriver driver = TransportName.IsHeld(transport) ? new HeldDriver(this, transport) : new PollDriver(this, transport);
        Commit(driver);
        driver.Start();
        try
        {
            await Task.WhenAny(driver.FirstActive, driver.Completion, Over).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Settle(driver, driver.FirstActive.IsCompletedSuccessfully);
        }

        if (!driver.FirstActive.IsCompletedSuccessfully)
        {
            await driver.DisposeAsync().ConfigureAwait(false);
            throw IsOver ? await Over.ConfigureAwait(false) : new TransportFailedException(transport, await driver.Completion.ConfigureAwait(false));
        }
    }

    private async Task PromoteAsync(string transport, CancellationToken cancellationToken)
    {
        var reason = "";
        for (var failures = 0; failures < Options.MaxFailures && !IsOver; failures++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var candidate = NewCarrier(transport, WireAttachMode.Probe);
            candidate.Start();
            if (await ProveAsync(candidate).ConfigureAwait(false) && await PromoteAsync(candidate).ConfigureAwait(false))
            {
                return;
            }

            await candidate.DisposeAsync().ConfigureAwait(false);
            reason = (await candidate.Completion.ConfigureAwait(false)).ToString();
            await PauseAsync(Options.ReconnectDelay).ConfigureAwait(false);
        }

        throw IsOver ? await Over.ConfigureAwait(false) : new TransportFailedException(transport, reason);
    }

    private static async Task<bool> ProveAsync(HeldCarrier candidate)
    {
        if (await Task.WhenAny(candidate.Attached, candidate.Completion).ConfigureAwait(false) == candidate.Completion)
        {
            return false;
        }

        (candidate as WebSocketCarrier)?.Ping();
        return await Task.WhenAny(candidate.Proven, candidate.Completion).ConfigureAwait(false) != candidate.Completion;
    }

    private async Task<bool> PromoteAsync(HeldCarrier candidate)
    {
        var driver = new HeldDriver(this, candidate.Transport, candidate);
        Commit(driver);
        var promoted = false;
        try
        {
            await SendPromoteAsync(candidate).ConfigureAwait(false);
            var late = Task.Delay(Options.AttachTimeout, Time, _life.Token);
            promoted = await Task.WhenAny(candidate.Active, candidate.Completion, late).ConfigureAwait(false) == candidate.Active;
        }
        finally
        {
            if (promoted)
            {
                driver.Start();
            }

            Settle(driver, promoted);
        }

        return promoted;
    }

    private async Task SendPromoteAsync(HeldCarrier candidate)
    {
        if (candidate is WebSocketCarrier socket)
        {
            socket.Promote();
            return;
        }

        var connection = (await candidate.Attached.ConfigureAwait(false)).Connection;
        while (!candidate.Completion.IsCompleted && !candidate.Active.IsCompleted && !IsOver)
        {
            var promote = new WirePromote(connection, Inbox.Claim(), Outbox.Floor, Options.Trailing).ToFrame();
            var end = await _sends.PostAsync("send", messages: false, promote).ConfigureAwait(false);
            if (end.Action == WireAction.GoOn)
            {
                return;
            }

            await PauseAsync(Options.ReconnectDelay).ConfigureAwait(false);
        }
    }

    private void Commit(TransportDriver driver)
    {
        lock (_gate)
        {
            _committing = driver;
        }
    }

    private void Settle(TransportDriver driver, bool success)
    {
        TransportDriver? old = null;
        lock (_gate)
        {
            _committing = null;
            if (success)
            {
                old = _current;
                _current = driver;
                old?.Retire();
            }

            _settled.TrySetResult();
            _settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        Journal($"switch to {driver.Transport}: {(success ? "done" : "failed")}, from {old?.Transport}");
        Poke();
    }

    private void PokeDriver()
    {
        TransportDriver? driver;
        lock (_gate)
        {
            driver = _current;
        }

        driver?.Poke();
    }
}
