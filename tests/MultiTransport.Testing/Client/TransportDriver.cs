namespace MultiTransport.Testing;

/// <summary>Keeps one transport attached until another takes over.</summary>
internal abstract class TransportDriver(ProtocolClient client, string transport) : IAsyncDisposable
{
    private readonly TaskCompletionSource _firstActive = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Transport { get; } = transport;

    /// <summary>Completes when the transport is active for the first time.</summary>
    public Task FirstActive => _firstActive.Task;

    /// <summary>Completes when the driver drives no more; its result is the reason.</summary>
    public Task<string> Completion { get; private set; } = Task.FromResult("not started");

    public bool Retired { get; private set; }

    /// <summary>The highest upstream number in a body that is on its way.</summary>
    public abstract long CarriedThrough { get; }

    /// <summary>True while messages should go up by <c>send</c> beside it.</summary>
    public abstract bool WantsSends { get; }

    protected ProtocolClient Client { get; } = client;

    protected int Failures { get; set; }

    public void Start()
    {
        Completion = DriveAsync();
        Client.Add(this);
    }

    /// <summary>Another transport is active: no new attach.</summary>
    public virtual void Retire() => Retired = true;

    public abstract void Poke();

    /// <summary>Tears what is attached now; completes when this side has seen it.</summary>
    public abstract Task<bool> CutAsync();

    public abstract ValueTask DisposeAsync();

    protected abstract Task<string> DriveAsync();

    protected void NowActive()
    {
        Failures = 0;
        _firstActive.TrySetResult();
    }

    /// <summary>Whether to attach again after this end, once it is time.</summary>
    protected async Task<bool> AgainAsync(CarrierEnd end)
    {
        if (end.Action is WireAction.Renegotiate or WireAction.Stop)
        {
            Client.EndSession(end.Code ?? 0, end.Reason);
            return false;
        }

        if (Retired || Client.IsOver || !Client.Options.Reconnect || ++Failures > Client.Options.MaxFailures)
        {
            return false;
        }

        await Client.SwitchSettledAsync(this).ConfigureAwait(false);
        if (end.Code is null or 4107)
        {
            await Client.PauseAsync(Client.Options.ReconnectDelay).ConfigureAwait(false);
        }

        return !Retired && !Client.IsOver;
    }
}
