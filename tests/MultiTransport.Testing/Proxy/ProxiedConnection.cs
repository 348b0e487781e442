using System.Net;
using System.Net.Sockets;

namespace MultiTransport.Testing;

/// <summary>One connection through the proxy, with its own faults.</summary>
public sealed partial class ProxiedConnection : IAsyncDisposable
{
    private readonly FaultProxy proxy;
    private readonly Socket client;
    private readonly Socket target = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource life = new();
    private readonly TaskCompletionSource<ProxiedRequest?> first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ProxyLane up;
    private readonly ProxyLane down;
    private readonly RequestTrack track = new();
    private readonly HttpSplitter requests;
    private readonly HttpSplitter responses;
    private FaultPlan plan = FaultPlan.None;
    private bool planned;
    private long? bodyLeft;
    private int finishing;

    internal ProxiedConnection(FaultProxy proxy, int index, Socket client)
    {
        this.proxy = proxy;
        this.client = client;
        Index = index;
        up = new ProxyLane(target, proxy.Time, life.Token) { Reached = () => Cut(plan.Cut) };
        down = new ProxyLane(client, proxy.Time, life.Token) { Reached = () => Cut(plan.Cut) };
        requests = new HttpSplitter(
            head => head["Upgrade"] is null && head.Method != "CONNECT" && head.StartLine.EndsWith("HTTP/1.1", StringComparison.Ordinal) ? HttpBody.OfRequest(head) : null);
        responses = new HttpSplitter(head => head.StatusCode == 101 ? null : HttpBody.OfResponse(head, track.MethodOfNextResponse));
    }

    /// <summary>0, 1, 2, ... in the order of arrival.</summary>
    public int Index { get; }

    /// <summary>The first request; null where the connection never had one.</summary>
    public Task<ProxiedRequest?> First => first.Task;

    public FaultPlan Plan => plan;

    public long BytesUp => up.Count;

    public long BytesDown => down.Count;

    /// <summary>True once the proxy cut it, rather than an end of it closing.</summary>
    public bool WasCut { get; private set; }

    /// <summary>Completes when both sockets are closed.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Takes on a plan, from here on.</summary>
    public void Apply(FaultPlan value)
    {
        plan = value;
        bodyLeft = null;
        up.Delay = value.DelayUp;
        down.Delay = value.DelayDown;
        up.BytesPerSecond = value.BytesPerSecondUp;
        down.BytesPerSecond = value.BytesPerSecondDown;
        up.Flow = value.FlowUp;
        down.Flow = value.FlowDown;
        up.CutAfter = value.CutAfterUp;
        down.CutAfter = value.CutAfterDown;
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
        if (life.IsCancellationRequested)
        {
            return;
        }

        var repeated = Interlocked.Exchange(ref finishing, 1) == 1;
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
        up.Flow = down.Flow = ProxyFlow.Swallow;
        up.CutAfter = down.CutAfter = null;
        TryShutdown(client);
        TryShutdown(target);
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
            life.Cancel();
        }
        catch (ObjectDisposedException)
        {
            return;
        }

        foreach (var socket in (Socket[])[client, target])
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
            await target.ConnectAsync(IPAddress.Loopback, proxy.TargetPort, life.Token).ConfigureAwait(false);
            await Task.WhenAll(GuardAsync(PumpUpAsync), GuardAsync(PumpDownAsync)).ConfigureAwait(false);
        }
        catch (Exception error) when (IsEnd(error))
        {
            Abort();
        }
        finally
        {
            first.TrySetResult(null);
            await life.CancelAsync().ConfigureAwait(false);
            track.ResponsesEnd();
            await track.AnswersOfCopiesAsync().ConfigureAwait(false);
            client.Dispose();
            target.Dispose();
            up.Dispose();
            down.Dispose();
            life.Dispose();
            proxy.Remove(this);
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
        while (await client.ReceiveAsync(buffer, life.Token).ConfigureAwait(false) is > 0 and var count)
        {
            foreach (var piece in requests.Split(buffer.AsMemory(0, count)))
            {
                await UpAsync(piece).ConfigureAwait(false);
            }
        }

        MakePlan(null);
        await up.WriteAsync(requests.Flush()).ConfigureAwait(false);
        await EndAsync(up).ConfigureAwait(false);
    }

    private async Task UpAsync(HttpPiece piece)
    {
        var bytes = piece.Bytes;
        if (piece.Head is { } head)
        {
            var request = proxy.Count(this, track.Requests, head);
            MakePlan(request);
            proxy.Requested?.Invoke(this, request);
            if (plan.StripUpgrade && request.Index == 0)
            {
                bytes = UpgradeHeaders.Strip(head).ToBytes();
            }

            track.Begin(request, plan.Replay);
        }
        else if (!planned)
        {
            MakePlan(null);
        }

        track.Add(bytes);
        await up.WriteAsync(bytes).ConfigureAwait(false);
        if (piece.EndsMessage && track.EndRequest() is { } ticket)
        {
            ticket.Copy = SendCopyAsync(ticket, ticket.Plan.Answer == ReplayAnswer.Copy ? life.Token : proxy.Life);
            proxy.Track(ticket.Copy);
        }
    }

    private async Task PumpDownAsync()
    {
        var buffer = new byte[16 * 1024];
        while (await target.ReceiveAsync(buffer, life.Token).ConfigureAwait(false) is > 0 and var count)
        {
            foreach (var piece in responses.Split(buffer.AsMemory(0, count)))
            {
                await DownAsync(piece).ConfigureAwait(false);
            }
        }

        await down.WriteAsync(responses.Flush()).ConfigureAwait(false);
        track.ResponsesEnd();
        await track.AnswersOfCopiesAsync().ConfigureAwait(false);
        await EndAsync(down).ConfigureAwait(false);
    }

    private async Task DownAsync(HttpPiece piece)
    {
        var interim = piece.Head is { StatusCode: >= 100 and < 200 };
        if (piece.Head is not null && !interim && track.BeginResponse() is { } request && plan.TruncateResponseBody is { } most && bodyLeft is null)
        {
            bodyLeft = plan.TruncateWhere(request) ? most : null;
        }

        if (track.Answer != ReplayAnswer.Copy)
        {
            await RelayAsync(piece).ConfigureAwait(false);
        }

        if (piece.EndsMessage && !interim)
        {
            track.EndResponse();
        }
    }

    private async Task RelayAsync(HttpPiece piece)
    {
        if (!piece.InBody || bodyLeft is not { } left)
        {
            await down.WriteAsync(piece.Bytes).ConfigureAwait(false);
            return;
        }

        var passed = (int)Math.Min(left, piece.Bytes.Length);
        bodyLeft = left - passed;
        await down.WriteAsync(piece.Bytes.AsMemory(0, passed)).ConfigureAwait(false);
        if (bodyLeft == 0)
        {
            Cut(plan.Cut);
        }
    }

    private async Task EndAsync(ProxyLane lane)
    {
        if (Volatile.Read(ref finishing) == 0)
        {
            await lane.FinishAsync().ConfigureAwait(false);
        }
    }

    private void MakePlan(ProxiedRequest? request)
    {
        if (!planned)
        {
            planned = true;
            first.TrySetResult(request);
            Apply(proxy.PlanFor(this));
        }
    }

    private ProxyLane Lane(ProxyDirection direction) => direction == ProxyDirection.Up ? up : down;

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
