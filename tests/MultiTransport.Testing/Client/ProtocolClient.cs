using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;

namespace MultiTransport.Testing;

/// <summary>
/// A client of the SDK's paths, written from the contract alone, for torture: any transport, switched at any time, cut at any byte. It judges the server
/// as it goes; what broke the contract stands in <see cref="Violations"/>.
/// </summary>
public sealed partial class ProtocolClient : IAsyncDisposable
{
    private const int JournalLength = 2000;

    private readonly Lock _gate = new();
    private readonly NegotiateAnswer _answer;
    private readonly ConcurrentDictionary<string, TransportCounters> _counters = new();
    private readonly ConcurrentDictionary<HeldCarrier, byte> _carriers = new();
    private readonly ConcurrentDictionary<TransportDriver, byte> _drivers = new();
    private readonly ConcurrentQueue<WireFrame> _pongs = new();
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly ConcurrentQueue<string> _journal = new();
    private readonly TaskCompletionSource<SessionEndedException> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _life = new();
    private readonly SendPump _sends;
    private readonly long _started;
    private long _attempt;
    private bool _disposed;

    /// <summary>A client of a session that was opened elsewhere; nothing is attached yet.</summary>
    public ProtocolClient(Uri baseUri, NegotiateAnswer answer, ProtocolClientOptions? options = null)
    {
        _answer = answer;
        BaseUri = baseUri;
        Options = options ?? new ProtocolClientOptions();
        _started = Time.GetTimestamp();
        Outbox = new ClientOutbox(Time, Options.PieceLength);
        Outbox.SetWindow(answer.Limits.UpstreamMessages, answer.Limits.UpstreamBytes);
        Inbox = new ClientInbox(this);
        Inbox.Begin(answer);
        Messages = Options.HandledWhenRead ? new HandlingReader(Inbox) : Inbox.Messages;
        _sends = new SendPump(this);
        _sends.Start();
    }

    public Uri BaseUri { get; }

    public NegotiateAnswer Session => _answer;

    public ProtocolClientOptions Options { get; }

    /// <summary>What the server did against the contract; a test asserts that it is empty.</summary>
    public IReadOnlyCollection<string> Violations => _violations;

    /// <summary>What happened, for the message of a failed test.</summary>
    public IReadOnlyCollection<string> Log => _journal;

    /// <summary>Completes when the session is over, with the reason.</summary>
    public Task<SessionEndedException> Over => _over.Task;

    public IReadOnlyDictionary<string, TransportCounters> Counters => _counters;

    internal ClientOutbox Outbox { get; }

    internal ClientInbox Inbox { get; }

    internal TimeProvider Time => Options.Time;

    internal TimeSpan Heartbeat => _answer.Heartbeat;

    internal TimeSpan Hold => _answer.Hold;

    internal bool IsOver => _over.Task.IsCompleted;

    internal bool HasPongs => !_pongs.IsEmpty;

    public TransportCounters CountersOf(string transport) => _counters.GetOrAdd(transport, _ => new TransportCounters());

    public override string ToString() =>
        $"sent {Outbox.Last}, acked {Outbox.Acked}, received {Inbox.Received}; {string.Join("; ", _counters.Select(one => $"{one.Key}: {one.Value}"))}";

    /// <summary>Kills everything at once; the session stays on the server until it is missed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        EndSession(0, "disposed");
        await _life.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_drivers.Keys.Select(driver => driver.DisposeAsync().AsTask())).ConfigureAwait(false);
        await Task.WhenAll(_carriers.Keys.Select(carrier => carrier.DisposeAsync().AsTask())).ConfigureAwait(false);
        await _sends.DisposeAsync().ConfigureAwait(false);
        _switching.Dispose();
        _life.Dispose();
    }

    internal static bool IsCut(Exception error) => error is HttpRequestException or IOException or SocketException or WebSocketException
        or OperationCanceledException or ObjectDisposedException or InvalidOperationException;

    internal Uri AddressBelow(string path) => new($"{BaseUri.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}");

    internal Uri AddressOf(string transport) =>
        AddressBelow(_answer.Transports.FirstOrDefault(one => one.Name == transport)?.Path ?? TransportName.Path(transport));

    internal HeldCarrier NewCarrier(string transport, WireAttachMode mode) => transport == TransportName.WebSocket
        ? new WebSocketCarrier(this, mode)
        : new ResponseCarrier(this, transport, mode);

    internal void Add(HeldCarrier carrier) => _carriers.TryAdd(carrier, 0);

    internal void Add(TransportDriver driver)
    {
        foreach (var done in _drivers.Keys.Where(one => one.Completion.IsCompleted))
        {
            _drivers.TryRemove(done, out _);
        }

        _drivers.TryAdd(driver, 0);
    }

    internal void Remove(HeldCarrier carrier) => _carriers.TryRemove(carrier, out _);

    /// <summary>The start of a carrier: attach with a new nonce and the next attempt, fails and ack, pongs, messages, and what a caller adds.</summary>
    internal (WireAttach Attach, byte[] Bytes) Compose(
        WireAttachMode mode, TimeSpan hold, UpstreamBatch batch, bool pongs, out IReadOnlyList<WireFrame> acks, params WireFrame[] then)
    {
        var attach = new WireAttach(
            mode, _answer.Id, _answer.Secret, RandomNumberGenerator.GetBytes(8), Interlocked.Increment(ref _attempt),
            Inbox.Claim(), batch.After, Math.Min(Outbox.Acked, batch.After), (long)hold.TotalMilliseconds);
        acks = mode == WireAttachMode.Probe ? [] : Inbox.Acks(all: true);
        var frames = new List<WireFrame> { attach.ToFrame() };
        frames.AddRange(acks);
        while (pongs && frames.Count < 900 && _pongs.TryDequeue(out var pong))
        {
            frames.Add(pong);
        }

        frames.AddRange(batch.Frames);
        frames.AddRange(then);
        return (attach, WireFrame.Join(frames));
    }

    internal void Attached(WireAttached came, WireAttach attach, string transport, bool again)
    {
        if (!Outbox.Prove(came.Received) || came.Handled > came.Received)
        {
            Violation($"{transport}: {came} but {Outbox.Last} was sent");
        }

        Acked(came.Handled, transport);
        if (came.Active && came.Position > Inbox.Received)
        {
            Violation($"{transport}: the position {came.Position} is ahead of {Inbox.Received} without a gap");
        }

        if (again && came.Active)
        {
            CountersOf(transport).CountPromote();
        }
        else if (again)
        {
            Journal($"{transport}: overtaken after its promote");
        }
        else if (came.Connection > 0 && (came.Active || attach.Mode == WireAttachMode.Probe))
        {
            CountersOf(transport).CountAttach();
        }

        Journal($"{transport}: attempt {attach.Attempt} {attach.Mode} attached: connection {came.Connection}, active {came.Active}, received {came.Received}, handled {came.Handled}, position {came.Position}");
        Poke();
    }

    internal void Acked(long number, string transport)
    {
        if (!Outbox.Ack(number))
        {
            Violation($"{transport}: ack of {number}, but {Outbox.Last} was sent");
        }

        Poke();
    }

    internal void Ended(string transport, CarrierEnd end, bool retired)
    {
        if (end.Kind is CarrierEndKind.Cut or CarrierEndKind.Stranger && !retired && !IsOver)
        {
            CountersOf(transport).CountCut();
        }

        if (end.Kind != CarrierEndKind.Closed || end.Code != 4000)
        {
            Journal($"{transport} ended: {end}{(retired ? " (retired)" : "")}");
        }

        if (end.Action is WireAction.Renegotiate or WireAction.Stop)
        {
            EndSession(end.Code ?? 0, end.Reason);
        }
    }

    internal void EndSession(int code, string reason)
    {
        var error = new SessionEndedException(code, reason);
        if (_over.TrySetResult(error))
        {
            Journal($"over: {error.Message}");
            Outbox.End(error);
            EndRequests(error);
            Inbox.End();
            Poke();
        }
    }

    internal void PongLater(byte[] payload)
    {
        _pongs.Enqueue(WireFrame.Pong(payload));
        _sends.Poke();
    }

    /// <summary>Something changed: whoever writes looks again.</summary>
    internal void Poke()
    {
        _sends.Poke();
        foreach (var carrier in _carriers.Keys)
        {
            carrier.Poke();
        }

        PokeDriver();
    }

    internal void PokeSends() => _sends.Poke();

    internal async Task PauseAsync(TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, Time, _life.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // the client is disposed
        }
    }

    internal void JudgeHeaders(string what, HttpResponseMessage response, string contentType)
    {
        var cache = response.Headers.CacheControl;
        if (cache is not { NoStore: true, NoTransform: true })
        {
            Violation($"{what}: Cache-Control is '{cache}'");
        }

        if (response.Content.Headers.ContentType?.MediaType != contentType)
        {
            Violation($"{what}: Content-Type is '{response.Content.Headers.ContentType}'");
        }
    }

    internal void Violation(string what)
    {
        _violations.Enqueue(what);
        Journal($"VIOLATION {what}");
    }

    internal void Journal(string what)
    {
        _journal.Enqueue($"{Time.GetElapsedTime(_started).TotalMilliseconds,8:0.0} {what}");
        while (_journal.Count > JournalLength)
        {
            _journal.TryDequeue(out _);
        }
    }
}
