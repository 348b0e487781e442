using System.Net;
using System.Net.Sockets;

namespace MultiTransport.Testing;

/// <summary>One connection through the proxy, with its own faults.</summary>
public sealed partial class ProxiedConnection : IAsyncDisposable
{
    private readonly FaultProxy _proxy;
    private readonly Socket _client;
    private readonly Socket _target = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource _life = new();
    private readonly TaskCompletionSource<ProxiedRequest?> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ProxyLane _up;
    private readonly ProxyLane _down;
    private readonly RequestTrack _track = new();
    private readonly HttpSplitter _requests;
    private readonly HttpSplitter _responses;
    private FaultPlan _plan = FaultPlan.None;
    private bool _planned;
    private long? _bodyLeft;
    private int _finishing;

    internal ProxiedConnection(FaultProxy proxy, int index, Socket client)
    {
        _proxy = proxy;
        _client = client;
        Index = index;
        _up = new ProxyLane(_target, proxy.Time, _life.Token) { Reached = () => Cut(_plan.Cut) };
        _down = new ProxyLane(client, proxy.Time, _life.Token) { Reached = () => Cut(_plan.Cut) };
        _requests = new HttpSplitter(
            head => head["Upgrade"] is null && head.Method != "CONNECT" && head.StartLine.EndsWith("HTTP/1.1", StringComparison.Ordinal) ? HttpBody.OfRequest(head) : null);
        _responses = new HttpSplitter(head => head.StatusCode == 101 ? null : HttpBody.OfResponse(head, _track.MethodOfNextResponse));
    }

    /// <summary>0, 1, 2, ... in the order of arrival.</summary>
    public int Index { get; }

    /// <summary>The first request; null where the connection never had one.</summary>
    public Task<ProxiedRequest?> First => _first.Task;

    public FaultPlan Plan => _plan;

    public long BytesUp => _up.Count;

    public long BytesDown => _down.Count;

    /// <summary>True once the proxy cut it, rather than an end of it closing.</summary>
    public bool WasCut { get; private set; }

    /// <summary>Completes when both sockets are closed.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Takes on a plan, from here on.</summary>
    public void Apply(FaultPlan value)
    {
        _plan = value;
        _bodyLeft = null;
        _up.Delay = value.DelayUp;
        _down.Delay = value.DelayDown;
        _up.BytesPerSecond = value.BytesPerSecondUp;
        _down.BytesPerSecond = value.BytesPerSecondDown;
        _up.Flow = value.FlowUp;
        _down.Flow = value.FlowDown;
        _up.CutAfter = value.CutAfterUp;
        _down.CutAfter = value.CutAfterDown;
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
        if (_life.IsCancellationRequested)
        {
            return;
        }

        var repeated = Interlocked.Exchange(ref _finishing, 1) == 1;
        WasCut = true;
        if (kind == CutKind.Reset)
        {
            Abort();
            return;
        }

        if (repeated)
        {
            return;
        }

        // A close with unread bytes would send RST: so read on, throw away, and close when both ends said FIN too.
        _up.Flow = _down.Flow = ProxyFlow.Swallow;
        _up.CutAfter = _down.CutAfter = null;
        TryShutdown(_client);
        TryShutdown(_target);
    }

    /// <summary>Resets it where it still lives.</summary>
    public async ValueTask DisposeAsync()
    {
        Abort();
        await Ended.ConfigureAwait(false);
    }

    internal void Start() => Ended = RunAsync();

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

        foreach (var socket in (Socket[])[_client, _target])
        {
            try
            {
                socket.LingerState = new LingerOption(true, 0);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // closed already: nothing is left to reset
            }

            socket.Dispose();
        }
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        try
        {
            await _target.ConnectAsync(IPAddress.Loopback, _proxy.TargetPort, _life.Token).ConfigureAwait(false);
            await Task.WhenAll(GuardAsync(PumpUpAsync), GuardAsync(PumpDownAsync)).ConfigureAwait(false);
        }
        catch (Exception error) when (IsEnd(error))
        {
            Abort();
        }
        finally
        {
            _first.TrySetResult(null);
            await _life.CancelAsync().ConfigureAwait(false);
            _track.ResponsesEnd();
            await _track.AnswersOfCopiesAsync().ConfigureAwait(false);
            _client.Dispose();
            _target.Dispose();
            _up.Dispose();
            _down.Dispose();
            _life.Dispose();
            _proxy.Remove(this);
        }
    }

    private async Task GuardAsync(Func<Task> pump)
    {
        try
        {
            await pump().ConfigureAwait(false);
        }
        catch (Exception error) when (IsEnd(error))
        {
            Abort();
        }
    }

    private async Task PumpUpAsync()
    {
        var buffer = new byte[16 * 1024];
        while (await _client.ReceiveAsync(buffer, _life.Token).ConfigureAwait(false) is > 0 and var count)
        {
            foreach (var piece in _requests.Split(buffer.AsMemory(0, count)))
            {
                await UpAsync(piece).ConfigureAwait(false);
            }
        }

        MakePlan(null);
        await _up.WriteAsync(_requests.Flush()).ConfigureAwait(false);
        await EndAsync(_up).ConfigureAwait(false);
    }

    private async Task UpAsync(HttpPiece piece)
    {
        var bytes = piece.Bytes;
        if (piece.Head is { } head)
        {
            var request = _proxy.Count(this, _track.Requests, head);
            MakePlan(request);
            _proxy.Requested?.Invoke(this, request);
            if (_plan.StripUpgrade && request.Index == 0)
            {
                bytes = UpgradeHeaders.Strip(head).ToBytes();
            }

            _track.Begin(request, _plan.Replay);
        }
        else if (!_planned)
        {
            MakePlan(null);
        }

        _track.Add(bytes);
        await _up.WriteAsync(bytes).ConfigureAwait(false);
        if (piece.EndsMessage && _track.EndRequest() is { } ticket)
        {
            ticket.Copy = SendCopyAsync(ticket, ticket.Plan.Answer == ReplayAnswer.Copy ? _life.Token : _proxy.Life);
            _proxy.Track(ticket.Copy);
        }
    }

    private async Task PumpDownAsync()
    {
        var buffer = new byte[16 * 1024];
        while (await _target.ReceiveAsync(buffer, _life.Token).ConfigureAwait(false) is > 0 and var count)
        {
            foreach (var piece in _responses.Split(buffer.AsMemory(0, count)))
            {
                await DownAsync(piece).ConfigureAwait(false);
            }
        }

        await _down.WriteAsync(_responses.Flush()).ConfigureAwait(false);
        _track.ResponsesEnd();
        await _track.AnswersOfCopiesAsync().ConfigureAwait(false);
        await EndAsync(_down).ConfigureAwait(false);
    }

    private async Task DownAsync(HttpPiece piece)
    {
        var interim = piece.Head is { StatusCode: >= 100 and < 200 };
        if (piece.Head is not null && !interim && _track.BeginResponse() is { } request && _plan.TruncateResponseBody is { } most && _bodyLeft is null)
        {
            _bodyLeft = _plan.TruncateWhere(request) ? most : null;
        }

        if (_track.Answer != ReplayAnswer.Copy)
        {
            await RelayAsync(piece).ConfigureAwait(false);
        }

        if (piece.EndsMessage && !interim)
        {
            _track.EndResponse();
        }
    }

    private async Task RelayAsync(HttpPiece piece)
    {
        if (!piece.InBody || _bodyLeft is not { } left)
        {
            await _down.WriteAsync(piece.Bytes).ConfigureAwait(false);
            return;
        }

        var passed = (int)Math.Min(left, piece.Bytes.Length);
        _bodyLeft = left - passed;
        await _down.WriteAsync(piece.Bytes.AsMemory(0, passed)).ConfigureAwait(false);
        if (_bodyLeft == 0)
        {
            Cut(_plan.Cut);
        }
    }

    private async Task EndAsync(ProxyLane lane)
    {
        if (Volatile.Read(ref _finishing) == 0)
        {
            await lane.FinishAsync().ConfigureAwait(false);
        }
    }

    private void MakePlan(ProxiedRequest? request)
    {
        if (!_planned)
        {
            _planned = true;
            _first.TrySetResult(request);
            Apply(_proxy.PlanFor(this));
        }
    }

    private ProxyLane Lane(ProxyDirection direction) => direction == ProxyDirection.Up ? _up : _down;

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

    private static bool IsEnd(Exception error) =>
        error is SocketException or IOException or ObjectDisposedException or OperationCanceledException or InvalidDataException;
}
