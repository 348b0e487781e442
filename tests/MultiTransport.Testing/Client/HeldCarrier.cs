namespace MultiTransport.Testing;

/// <summary>One attachment that is held open: a WebSocket, or a response.</summary>
internal abstract class HeldCarrier : IAsyncDisposable
{
    private readonly ITimer _silence;
    private readonly TaskCompletionSource<WireAttached> _attachedSource = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _activeSource = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _provenSource = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _killed;

    protected HeldCarrier(ProtocolClient client, string transport, WireAttachMode mode)
    {
        Client = client;
        Transport = transport;
        Mode = mode;
        Http = new CarrierHttp(client.Options);
        _silence = client.Time.CreateTimer(_ => Kill("silent"), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string Transport { get; }

    public Task<CarrierEnd> Completion { get; private set; } = Task.FromResult(CarrierEnd.Cut("not started"));

    /// <summary>Completes with the first <c>attached</c>; look at <see cref="Completion"/> beside it.</summary>
    public Task<WireAttached> Attached => _attachedSource.Task;

    public Task Active => _activeSource.Task;

    public Task Proven => _provenSource.Task;

    /// <summary>The highest upstream number that its own body carried: on its way, so no <c>send</c> need hurry with it.</summary>
    public long CarriedThrough { get; protected set; }

    /// <summary>Another carrier took over: this one carries no numbered frames up any more.</summary>
    public bool Retired { get; set; }

    public abstract bool CarriesUpstream { get; }

    protected ProtocolClient Client { get; }

    protected WireAttachMode Mode { get; }

    protected CarrierHttp Http { get; }

    protected CancellationTokenSource Life { get; } = new();

    protected string KillReason { get; private set; } = "";

    public void Start()
    {
        Client.CountersOf(Transport).CountRequest();
        Client.Add(this);
        _silence.Change(Client.Options.AttachTimeout, Timeout.InfiniteTimeSpan);
        Completion = RunAsync();
    }

    /// <summary>Tears the socket.</summary>
    public void Kill(string reason)
    {
        if (Interlocked.Exchange(ref _killed, 1) == 0)
        {
            KillReason = reason;
            Http.Reset();
            try
            {
                Life.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // it ended by itself
            }
        }
    }

    /// <summary>There may be something to write.</summary>
    public virtual void Poke()
    {
    }

    public async ValueTask DisposeAsync()
    {
        Kill("disposed");
        await Completion.ConfigureAwait(false);
    }

    /// <summary>Runs until the carrier ends, however it ends.</summary>
    protected abstract Task<CarrierEnd> CarryAsync();

    /// <summary>Any byte is life.</summary>
    protected void Alive(CarrierReceiver? receiver)
    {
        if (receiver?.Attached.IsCompletedSuccessfully == true)
        {
            _attachedSource.TrySetResult(receiver.Attached.Result);
            _silence.Change(Client.Heartbeat * 2, Timeout.InfiniteTimeSpan);
        }

        if (receiver?.Active.IsCompleted == true)
        {
            _activeSource.TrySetResult();
        }

        if (receiver?.Proven.IsCompleted == true)
        {
            _provenSource.TrySetResult();
        }
    }

    private async Task<CarrierEnd> RunAsync()
    {
        await Task.Yield();
        CarrierEnd end;
        try
        {
            end = await CarryAsync().ConfigureAwait(false);
        }
        catch (StrangerException error)
        {
            end = CarrierEnd.Stranger(error.Message);
        }
        catch (WireFormatException error)
        {
            Client.Violation($"{Transport}: {error.Message}");
            end = CarrierEnd.Cut(error.Message);
        }
        catch (Exception error) when (ProtocolClient.IsCut(error))
        {
            end = CarrierEnd.Cut(KillReason.Length > 0 ? KillReason : $"{error.GetType().Name}: {error.Message}");
        }

        await _silence.DisposeAsync().ConfigureAwait(false);
        Http.Dispose();
        Life.Dispose();
        Client.Remove(this);
        Client.Ended(Transport, end, Retired);
        return end;
    }
}
