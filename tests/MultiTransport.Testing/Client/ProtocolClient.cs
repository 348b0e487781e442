using System.Collections.Concurrent;
using System.Net;
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

    private readonly Lock gate = new();
    private readonly NegotiateAnswer answer;
    private readonly ConcurrentDictionary<string, TransportCounters> counters = new();
    private readonly ConcurrentDictionary<HeldCarrier, byte> carriers = new();
    private readonly ConcurrentDictionary<TransportDriver, byte> drivers = new();
    private readonly ConcurrentQueue<WireFrame> pongs = new();
    private readonly ConcurrentQueue<string> violations = new();
    private readonly ConcurrentQueue<string> journal = new();
    private readonly TaskCompletionSource<SessionEndedException> over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource life = new();
    private readonly SendPump sends;
    private readonly long started;
    private long attempt;
    private bool disposed;

    /// <summary>A client of a session that was opened elsewhere; nothing is attached yet.</summary>
    public ProtocolClient(Uri baseUri, NegotiateAnswer answer, ProtocolClientOptions? options = null)
    {
        this.answer = answer;
        BaseUri = baseUri;
        Options = options ?? new ProtocolClientOptions();
        started = Time.GetTimestamp();
        Outbox = new ClientOutbox(Time, Options.PieceLength);
        Outbox.SetWindow(answer.Limits.UpstreamMessages, answer.Limits.UpstreamBytes);
        Inbox = new ClientInbox(this);
        Inbox.Begin(answer);
        Messages = Options.HandledWhenRead ? new HandlingReader(Inbox) : Inbox.Messages;
        sends = new SendPump(this);
        sends.Start();
    }

    public Uri BaseUri { get; }

    public NegotiateAnswer Session => answer;

    public ProtocolClientOptions Options { get; }

    /// <summary>What the server did against the contract; a test asserts that it is empty.</summary>
    public IReadOnlyCollection<string> Violations => violations;

    /// <summary>What happened, for the message of a failed test.</summary>
    public IReadOnlyCollection<string> Log => journal;

    /// <summary>Completes when the session is over, with the reason.</summary>
    public Task<SessionEndedException> Over => over.Task;

    public IReadOnlyDictionary<string, TransportCounters> Counters => counters;

    internal ClientOutbox Outbox { get; }

    internal ClientInbox Inbox { get; }

    internal TimeProvider Time => Options.Time;

    internal TimeSpan Heartbeat => answer.Heartbeat;

    internal TimeSpan Hold => answer.Hold;

    internal bool IsOver => over.Task.IsCompleted;

    internal bool HasPongs => !pongs.IsEmpty;

    public TransportCounters CountersOf(string transport) => counters.GetOrAdd(transport, _ => new TransportCounters());

    public override string ToString() =>
        $"sent {Outbox.Last}, acked {Outbox.Acked}, received {Inbox.Received}; {string.Join("; ", counters.Select(one => $"{one.Key}: {one.Value}"))}";

    /// <summary>Kills everything at once; the session stays on the server until it is missed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        EndSession(0, "disposed");
        await life.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(drivers.Keys.Select(driver => driver.DisposeAsync().AsTask())).ConfigureAwait(false);
        await Task.WhenAll(carriers.Keys.Select(carrier => carrier.DisposeAsync().AsTask())).ConfigureAwait(false);
        await sends.DisposeAsync().ConfigureAwait(false);
        switching.Dispose();
        life.Dispose();
    }

    internal static bool IsCut(Exception error) => error is HttpRequestException or IOException or SocketException or WebSocketException
        or OperationCanceledException or ObjectDisposedException or InvalidOperationException;

    internal Uri AddressBelow(string path) => new($"{BaseUri.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}");

    internal Uri AddressOf(string transport) =>
        AddressBelow(answer.Transports.FirstOrDefault(one => one.Name == transport)?.Path ?? TransportName.Path(transport));

    internal HeldCarrier NewCarrier(string transport, WireAttachMode mode) => transport == TransportName.WebSocket
        ? new WebSocketCarrier(this, mode)
        : new ResponseCarrier(this, transport, mode);

    internal void Add(HeldCarrier carrier) => carriers.TryAdd(carrier, 0);

    internal void Add(TransportDriver driver)
    {
        foreach (var done in drivers.Keys.Where(one => one.Completion.IsCompleted))
        {
            drivers.TryRemove(done, out _);
        }

        drivers.TryAdd(driver, 0);
    }

    internal void Remove(HeldCarrier carrier) => carriers.TryRemove(carrier, out _);

    /// <summary>The start of a carrier: attach with a new nonce and the next attempt, fails and ack, pongs, messages, and what a caller adds.</summary>
    internal (WireAttach Attach, byte[] Bytes) Compose(
        WireAttachMode mode, TimeSpan hold, UpstreamBatch batch, bool pongs, out IReadOnlyList<WireFrame> acks, params WireFrame[] then)
    {
        var attach = new WireAttach(
            mode, answer.Id, answer.Secret, RandomNumberGenerator.GetBytes(8), Interlocked.Increment(ref attempt),
            Inbox.Claim(), batch.After, Math.Min(Outbox.Acked, batch.After), (long)hold.TotalMilliseconds);
        acks = mode == WireAttachMode.Probe ? [] : Inbox.Acks(all: true);
        var frames = new List<WireFrame> { attach.ToFrame() };
        frames.AddRange(acks);
        while (pongs && frames.Count < 900 && this.pongs.TryDequeue(out var pong))
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

        if (again)
        {
            CountersOf(transport).CountPromote();
        }
        else if (attach.Mode != WireAttachMode.Send)
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
        if (over.TrySetResult(error))
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
        pongs.Enqueue(WireFrame.Pong(payload));
        sends.Poke();
    }

    /// <summary>Something changed: whoever writes looks again.</summary>
    internal void Poke()
    {
        sends.Poke();
        foreach (var carrier in carriers.Keys)
        {
            carrier.Poke();
        }

        PokeDriver();
    }

    internal void PokeSends() => sends.Poke();

    internal async Task PauseAsync(TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, Time, life.Token).ConfigureAwait(false);
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
        violations.Enqueue(what);
        Journal($"VIOLATION {what}");
    }

    internal void Journal(string what)
    {
        journal.Enqueue($"{Time.GetElapsedTime(started).TotalMilliseconds,8:0.0} {what}");
        while (journal.Count > JournalLength)
        {
            journal.TryDequeue(out _);
        }
    }
}
