using System.Text;
using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>What the application asks of a session, from any thread.</summary>
internal sealed class SessionCalls(SessionCore core)
{
    private const int MaxKey = 64;

    private static readonly TimeSpan LastTryIsOld = TimeSpan.FromSeconds(1);

    public Task SendAsync(string text, string? key, CancellationToken cancellationToken) =>
        Send(outcome => OutgoingMessage.Of(FrameType.Text, default, text, key, outcome), key, cancellationToken);

    public Task SendAsync(ReadOnlyMemory<byte> data, string? key, CancellationToken cancellationToken) =>
        Send(outcome => OutgoingMessage.Of(FrameType.Binary, default, data.Span, key, outcome), key, cancellationToken);

    public Task<ClientMessage> RequestAsync(string text, TimeSpan? timeout, CancellationToken cancellationToken) =>
        Request((head, request) => OutgoingMessage.Of(FrameType.Request, head[..Requests.WriteHead(head, request.Correlation, ClientMessageKind.Text)], text, null, request), timeout, cancellationToken);

    public Task<ClientMessage> RequestAsync(ReadOnlyMemory<byte> data, TimeSpan? timeout, CancellationToken cancellationToken) =>
        Request((head, request) => OutgoingMessage.Of(FrameType.Request, head[..Requests.WriteHead(head, request.Correlation, ClientMessageKind.Binary)], data.Span, null, request), timeout, cancellationToken);

    public Task UseAsync(string? transport, CancellationToken cancellationToken)
    {
        if (transport is not null && !core.Settings.Transports.Contains(transport))
        {
            throw new ArgumentException($"transport is '{transport}'; accepted is one of {string.Join(", ", core.Settings.Transports)}, or null.", nameof(transport));
        }

        var task = Task.CompletedTask;
        core.Turn.Run(() => task = core.IsOver ? SendOutcome.Failed(Closed()) : core.Board.Wishes.Use(transport));
        return Waited(task, cancellationToken);
    }

    public Task CloseAsync(string reason, CancellationToken cancellationToken)
    {
        core.Turn.Run(() => core.Life.Close(reason));
        return core.Life.Closed.WaitAsync(cancellationToken);
    }

    public void Handled(Receipt receipt) => core.Turn.Run(() => core.Inbox.MarkHandled(receipt, core.Now));

    public Task Send(Func<SendOutcome, OutgoingMessage> encode, string? key, CancellationToken cancellationToken)
    {
        if (key is { Length: 0 or > MaxKey })
        {
            throw new ArgumentException($"{nameof(SendOptions)}.{nameof(SendOptions.Key)} has {key.Length} characters; accepted are 1 to {MaxKey}.", nameof(key));
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        var outcome = new SendOutcome();
        OutgoingMessage message;
        try
        {
            message = encode(outcome);
        }
        catch (EncoderFallbackException error)
        {
            return SendOutcome.Failed(Fault.Malformed(error));
        }

        var task = outcome.Task;
        core.Turn.Run(() =>
        {
            if (key is not null && core.Outbox.OnItsWay(key) is { } same)
            {
                task = same;
            }
            else if (Refusal(message) is { } refused)
            {
                outcome.Settle(refused);
            }
            else
            {
                core.Outbox.Add(message, outcome.Task);
                core.Negotiator.Sent();
                Wake();
            }
        });
        return cancellationToken.CanBeCanceled ? Waited(task, cancellationToken) : task;
    }

    public Task<ClientMessage> Request(RequestEncoder encode, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<ClientMessage>(cancellationToken);
        }

        Task<ClientMessage>? task = null;
        core.Turn.Run(() => task = Ask(encode, timeout ?? core.Settings.RequestTimeout));
        return cancellationToken.CanBeCanceled ? Waited(task!, cancellationToken) : task!;
    }

    private Task<ClientMessage> Ask(RequestEncoder encode, TimeSpan timeout)
    {
        if (core.Requests.IsFull)
        {
            return AskedRequest.Refused(Fault.TooMany(Requests.Most));
        }

        var request = core.Requests.New();
        try
        {
            Span<byte> head = stackalloc byte[Varint.MaxLength + 1];
            request.Message = encode(head, request);
        }
        catch (EncoderFallbackException error)
        {
            request.Fail(Fault.Malformed(error));
            return request.Task;
        }

        if (Refusal(request.Message) is { } refused)
        {
            request.Fail(refused);
            return request.Task;
        }

        core.Outbox.Add(request.Message);
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            request.Timeout = core.Alarms.After(timeout, () => request.Fail(Fault.Timeout(timeout)));
        }

        core.Negotiator.Sent();
        Wake();
        return request.Task;
    }

    public SessionException? Refusal(OutgoingMessage message) =>
        core.IsOver || core.Life.IsClosing ? Closed()
        : core.Life.WasOpen && message.Length > core.Outbox.Limits.Message ? Fault.TooLarge(message.Length, core.Outbox.Limits.Message)
        : core.Outbox.IsFullFor(message.Length) ? Fault.Full(core.Outbox.Count, core.Outbox.Bytes)
        : null;

    public SessionException Closed() =>
        Fault.Over(core.Life.Closed.IsCompletedSuccessfully ? core.Life.Closed.Result : new SessionClosed("closed-by-client", (int)CloseCode.ClosedByClient, ""), "closed");

    /// <summary>A message is a reason to try again at once, where the last try is not a moment ago.</summary>
    public void Wake()
    {
        if (core.Status.State == ClientState.Reconnecting && core.Now - core.LastTry > LastTryIsOld)
        {
            core.Hurry();
        }
    }

    private static Task Waited(Task task, CancellationToken cancellationToken) => Observed(task.WaitAsync(cancellationToken));

    private static Task<T> Waited<T>(Task<T> task, CancellationToken cancellationToken) => Observed(task.WaitAsync(cancellationToken));

    /// <summary>A task that fails unawaited is nobody's unobserved exception.</summary>
    public static T Observed<T>(T task)
        where T : Task
    {
        _ = task.ContinueWith(
            static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;
    }

    internal delegate OutgoingMessage RequestEncoder(Span<byte> head, AskedRequest request);
}
