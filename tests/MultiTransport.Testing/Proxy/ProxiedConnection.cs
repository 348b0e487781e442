using System.Net.Sockets;

namespace MultiTransport.Testing;

/// <summary>One connection through the proxy, with its own faults.</summary>
public sealed class ProxiedConnection : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Socket _client;
    private readonly CancellationTokenSource _life = new();
    private readonly TaskCompletionSource<ProxiedRequest?> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<ConnectionFault, IDisposable> _watches = new(ReferenceEqualityComparer.Instance);
    private readonly ProxyLane _up;
    private readonly ProxyLane _down;
    private readonly SocketInbox _inbox;
    private readonly Conversation _conversation;
    private IReadOnlyList<Fault> _own = [];
    private OriginConnection? _origin;
    private bool _planned;
    private bool _over;
    private int _requests;
    private int _gone;

    internal ProxiedConnection(FaultProxy proxy, int index, Socket client)
    {
        Proxy = proxy;
        _client = client;
        Index = index;
        Life = _life.Token;
        _up = new ProxyLane(proxy.Time, Life) { Reached = () => Cut(Plan.Cut), Passed = count => Passed?.Invoke(ProxyDirection.Up, count) };
        _down = new ProxyLane(proxy.Time, Life) { Reached = () => Cut(Plan.Cut), Passed = count => Passed?.Invoke(ProxyDirection.Down, count) };
        _down.Direct(client);
        _inbox = new SocketInbox(client, Life);
        _conversation = new Conversation(this, _inbox, _up, _down);
    }

    /// <summary>0, 1, 2, ... in the order of arrival.</summary>
    public int Index { get; }

    /// <summary>The first request; null where the connection never had one.</summary>
    public Task<ProxiedRequest?> First => _first.Task;

    public FaultPlan Plan { get; private set; } = FaultPlan.None;

    public long BytesUp => _up.Count;

    public long BytesDown => _down.Count;

    /// <summary>True once the proxy cut it, rather than an end of it closing.</summary>
    public bool WasCut { get; private set; }

    /// <summary>True once an upgrade was accepted on it, or it turned out to be no HTTP.</summary>
    public bool IsUpgraded { get; internal set; }

    /// <summary>Completes when both sockets are closed.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Completes when the client ended its side, in whatever way.</summary>
    public Task ClientEnded => _inbox.Ended;

    internal FaultProxy Proxy { get; }

    internal CancellationToken Life { get; }

    internal Action<ProxyDirection, int>? Passed { get; set; }

    /// <summary>The faults of the proxy, then those of the plan.</summary>
    internal IEnumerable<Fault> Active => Proxy.Faults.Concat(_own);

    /// <summary>Takes on a plan, from here on.</summary>
    public void Apply(FaultPlan value)
    {
        Plan = value;
        _own = value.All;
        _up.Width = new LaneWidth(value.DelayUp, value.BytesPerSecondUp);
        _down.Width = new LaneWidth(value.DelayDown, value.BytesPerSecondDown);
        _up.Flow = value.FlowUp;
        _down.Flow = value.FlowDown;
        _up.CutAfter = value.CutAfterUp;
        _down.CutAfter = value.CutAfterDown;
        Synchronize();
        if (value.Refuse)
        {
            Cut(CutKind.Reset);
        }
    }

    public void SetFlow(ProxyDirection direction, ProxyFlow flow) => Lane(direction).Flow = flow;

    /// <summary>Cuts when this many more bytes went in the direction.</summary>
    public void CutAfterNext(ProxyDirection direction, long bytes) => Lane(direction).CutAfter = Lane(direction).Count + bytes;

    public void Cut(CutKind kind = CutKind.Reset)
    {
        if (Life.IsCancellationRequested)
        {
            return;
        }

        WasCut = true;
        if (kind == CutKind.Reset)
        {
            Abort();
            return;
        }

        if (Interlocked.Exchange(ref _gone, 1) == 1)
        {
            return;
        }

        // A close with unread bytes would send RST: so read on, throw away, and close when both ends are over.
        _up.Close();
        _down.Close();
        if (kind == CutKind.Finish)
        {
            TryShutdown(_client);
            _origin?.ShutDown();
        }
    }

    /// <summary>Resets it where it still lives.</summary>
    public async ValueTask DisposeAsync()
    {
        Abort();
        await Ended.ConfigureAwait(false);
    }

    internal static bool IsEnd(Exception error) =>
        error is SocketException or IOException or ObjectDisposedException or OperationCanceledException or InvalidDataException;

    internal void Start() => Ended = RunAsync();

    internal ProxyLane Lane(ProxyDirection direction) => direction == ProxyDirection.Up ? _up : _down;

    /// <summary>Faults of the kind that watches connections begin or end here.</summary>
    internal void Synchronize()
    {
        lock (_gate)
        {
            var wanted = _over ? [] : Active.OfType<ConnectionFault>().ToHashSet<ConnectionFault>(ReferenceEqualityComparer.Instance);
            foreach (var (fault, watch) in _watches.Where(pair => !wanted.Contains(pair.Key)).ToList())
            {
                watch.Dispose();
                _watches.Remove(fault);
            }

            foreach (var fault in wanted.Where(fault => !_watches.ContainsKey(fault)))
            {
                _watches.Add(fault, fault.Watch(this));
            }
        }
    }

    internal void MakePlan(ProxiedRequest? request)
    {
        if (!_planned)
        {
            _planned = true;
            _first.TrySetResult(request);
            Apply(Proxy.PlanFor(this));
        }
    }

    /// <summary>A request head came.</summary>
    internal ProxiedRequest Begin(HttpHead head)
    {
        var request = Proxy.Count(this, _requests++, head);
        MakePlan(request);
        Proxy.Requested?.Invoke(this, request);
        return request;
    }

    /// <summary>Through all faults for requests, the first one nearest to the client.</summary>
    internal Task<Answer> PassAsync(Exchange exchange, Func<Task<Answer>> forward) =>
        Active.OfType<RequestFault>().Reverse().Aggregate(forward, (next, fault) => () => fault.RunAsync(exchange, next))();

    /// <summary>The connection to the server, which dies with this one.</summary>
    internal void Own(OriginConnection? origin)
    {
        _origin = origin;
        if (Life.IsCancellationRequested)
        {
            origin?.Reset();
        }
    }

    /// <summary>An end of it broke: so does the other, unless nobody is to know.</summary>
    internal void EndSeen()
    {
        if (Volatile.Read(ref _gone) == 0)
        {
            Abort();
        }
    }

    internal void Abort()
    {
        try
        {
            _life.Cancel();
        }
        catch (ObjectDisposedException)
        {
            return;
        }

        try
        {
            _client.LingerState = new LingerOption(true, 0);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // closed already: nothing is left to reset
        }

        _client.Dispose();
        _origin?.Reset();
    }

    private static void TryShutdown(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // not connected any more
        }
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        var watching = WatchClientAsync();
        try
        {
            Synchronize();
            await ConverseAsync().ConfigureAwait(false);
        }
        finally
        {
            _first.TrySetResult(null);
            lock (_gate)
            {
                _over = true;
            }

            Synchronize();
            await _life.CancelAsync().ConfigureAwait(false);
            _client.Dispose();
            _origin?.Dispose();
            await watching.ConfigureAwait(false);
            await (_origin?.Inbox.Ended ?? Task.CompletedTask).ConfigureAwait(false);
            _life.Dispose();
            Proxy.Remove(this);
        }
    }

    private async Task ConverseAsync()
    {
        try
        {
            await _conversation.RunAsync().ConfigureAwait(false);
        }
        catch (CutException cut)
        {
            // As the one side ended, so does the other.
            if (cut.Kind == CutKind.Finish && Volatile.Read(ref _gone) == 0)
            {
                await _conversation.FinishAsync().ConfigureAwait(false);
            }
            else
            {
                EndSeen();
            }
        }
        catch (Exception error) when (IsEnd(error))
        {
            EndSeen();
        }

        await _conversation.LingerAsync().ConfigureAwait(false);
    }

    private async Task WatchClientAsync()
    {
        if (await _inbox.Ended.ConfigureAwait(false) == CutKind.Reset)
        {
            EndSeen();
        }
        else
        {
            await _conversation.ClientFinishedAsync().ConfigureAwait(false);
        }
    }
}
