namespace MultiTransport.Testing;

/// <summary>WebSocket, SSE and streams: one carrier after the other.</summary>
internal sealed class HeldDriver(ProtocolClient client, string transport, HeldCarrier? proven = null) : TransportDriver(client, transport)
{
    private volatile HeldCarrier? _carrier = proven;

    public HeldCarrier? Carrier => _carrier;

    public override long CarriedThrough => _carrier is { Completion.IsCompleted: false } held ? held.CarriedThrough : 0;

    public override bool WantsSends => Transport != TransportName.WebSocket && !Completion.IsCompleted;

    public override void Retire()
    {
        base.Retire();
        if (_carrier is { } held)
        {
            held.Retired = true;
            held.Poke();
        }
    }

    public override void Poke() => _carrier?.Poke();

    public override async Task<bool> CutAsync()
    {
        if (_carrier is not { Completion.IsCompleted: false } held)
        {
            return false;
        }

        held.Kill("cut by the test");
        await held.Completion.ConfigureAwait(false);
        return true;
    }

    public override async ValueTask DisposeAsync()
    {
        Retire();
        if (_carrier is { } held)
        {
            await held.DisposeAsync().ConfigureAwait(false);
        }

        await Completion.ConfigureAwait(false);
    }

    protected override async Task<string> DriveAsync()
    {
        await Task.Yield();
        while (true)
        {
            var held = _carrier ?? Open();
            if (await Task.WhenAny(held.Active, held.Completion).ConfigureAwait(false) == held.Active)
            {
                NowActive();
            }

            var end = await held.Completion.ConfigureAwait(false);
            if (held.Active.IsCompletedSuccessfully)
            {
                NowActive();
            }

            if (!await AgainAsync(end).ConfigureAwait(false))
            {
                return end.ToString();
            }

            _carrier = null;
        }
    }

    private HeldCarrier Open()
    {
        var held = Client.NewCarrier(Transport, WireAttachMode.Take);
        _carrier = held;
        held.Retired = Retired;
        held.Start();
        return held;
    }
}
