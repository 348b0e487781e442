using System.Buffers;
using System.Diagnostics;
using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>
/// The client-to-server half of a session: admits each number once and in order, and hands messages to the handler one at a time, on the receiving
/// thread as long as the handler completes synchronously and from a bounded inbox otherwise. Members marked so are called with the session's gate held.
/// </summary>
internal sealed class Upstream(Session session, SessionEndpoint endpoint, MessageHandler handler)
{
    private readonly HandlerCalls _calls = new(session, endpoint.Observer, handler);
    private Queue<InboxItem>? _inbox;
    private FailLog? _fails;
    private AckWaiters? _waiters;
    private CloseReason? _finish;
    private int _inboxBytes;
    private bool _isBusy = true;
    private bool _isFinished;

    /// <summary>The highest number received in order.</summary>
    public long Received { get; private set; }

    /// <summary>Everything up to here was handled.</summary>
    public long Handled { get; private set; }

    /// <summary>An ack that no request will bear any more, since the request stopped waiting for it.</summary>
    public bool IsAckOwed { get; set; }

    /// <summary>Gate held. The first failure above <paramref name="number"/>.</summary>
    public bool TryGetFail(long number, out long failed, out string code)
    {
        if (_fails is not null)
        {
            return _fails.TryGetFirstAbove(number, out failed, out code);
        }

        (failed, code) = (0, "");
        return false;
    }

    /// <summary>Gate held. Takes one message in; <paramref name="item"/> is to be run by the caller, without the gate, where this says so.</summary>
    public CloseCode Admit(long number, byte type, ReadOnlySpan<byte> payload, out InboxItem item, out bool run)
    {
        (item, run) = (default, false);
        if (number <= Received)
        {
            return CloseCode.None;
        }

        if (number > Received + 1)
        {
            return CloseCode.PositionAhead;
        }

        if (Received - Handled >= endpoint.Options.InboxMessages || (_inboxBytes > 0 && _inboxBytes + payload.Length > endpoint.Options.InboxBytes))
        {
            return CloseCode.FlowViolation;
        }

        Received = number;
        _fails?.ForgetUpTo(number - endpoint.Options.InboxMessages);
        run = !_isBusy;
        item = _finish is null
            ? Copy(number, type, payload, isHandled: type == FrameType.Response)
            : Copy(number, HandlerCalls.Late, default, isHandled: false);
        if (run)
        {
            _isBusy = true;
        }
        else
        {
            (_inbox ??= new Queue<InboxItem>()).Enqueue(item);
            _inboxBytes += item.Length;
            endpoint.Budget.Rent(item.Buffer.Length);
        }

        return CloseCode.None;
    }

    /// <summary>Gate held. Completes when <paramref name="number"/> has been handled.</summary>
    public Task WaitForHandled(long number) => number <= Handled ? Task.CompletedTask : (_waiters ??= new AckWaiters()).Add(number);

    /// <summary>Opens: the handler sees this before any message.</summary>
    public void Start() => Run(new InboxItem(0, HandlerCalls.Open, [], 0, IsHandled: false));

    /// <summary>
    /// The session is over: after what has been received, the handler is told once. On another thread where it is idle: who ends sessions, as the
    /// sweep, a shutdown or another session's handler, must not be held up by this one's.
    /// </summary>
    public void Finish(CloseReason reason)
    {
        bool run;
        lock (session.Bus.Gate)
        {
            if (_finish is not null)
            {
                return;
            }

            _finish = reason;
            run = !_isBusy;
            _isBusy = true;
        }

        if (run && TryNext(default, null, out var item))
        {
            endpoint.Elsewhere(() => Run(item));
        }
    }

    /// <summary>Without the gate. Runs the handler for one item, and for those that come in meanwhile.</summary>
    public void Run(InboxItem item)
    {
        string? fail;
        do
        {
            var outcome = _calls.InvokeAsync(item, _finish.GetValueOrDefault());
            if (!outcome.IsCompletedSuccessfully)
            {
                _ = RunAsync(outcome, item);
                return;
            }

            fail = outcome.Result;
        }
        while (TryNext(item, fail, out item));
    }

    private async Task RunAsync(ValueTask<string?> outcome, InboxItem item)
    {
        var fail = await outcome.ConfigureAwait(false);
        while (TryNext(item, fail, out item))
        {
            fail = await _calls.InvokeAsync(item, _finish.GetValueOrDefault()).ConfigureAwait(false);
        }
    }

    /// <summary>Books what was done and gives what is next; false when there is nothing, and then the handler is free.</summary>
    private bool TryNext(InboxItem done, string? fail, out InboxItem next)
    {
        var found = false;
        lock (session.Bus.Gate)
        {
            Book(done, fail);
            if (done is { Number: 0, Type: HandlerCalls.Open } && fail is not null)
            {
                DiscardInbox();
            }

            next = default;
            while (!found && _inbox is { Count: > 0 })
            {
                next = _inbox.Dequeue();
                _inboxBytes -= next.Length;
                endpoint.Budget.Return(next.Buffer.Length);
                if (next.IsHandled)
                {
                    Book(next, null);
                }
                else
                {
                    found = true;
                }
            }

            if (!found)
            {
                _inbox = null;
                found = _finish is not null && !_isFinished;
                _isFinished |= found;
                next = new InboxItem(0, HandlerCalls.Close, [], 0, IsHandled: false);
                _isBusy = found;
            }
        }

        if (done.Number > 0)
        {
            session.WakeActive();
        }
        else if (done.Type == HandlerCalls.Open && fail is not null)
        {
            session.Abort(CloseCode.Closed, "The handler failed to open the session.");
        }

        return found;
    }

    /// <summary>The handler failed to open: what came in meanwhile is not handed to it.</summary>
    private void DiscardInbox()
    {
        while (_inbox is { Count: > 0 })
        {
            var item = _inbox.Dequeue();
            endpoint.Budget.Return(item.Buffer.Length);
            Book(item with { Number = 0 }, null);
        }

        _inboxBytes = 0;
    }

    private void Book(in InboxItem done, string? fail)
    {
        if (done.Buffer is { Length: > 0 })
        {
#if DEBUG
            done.Buffer.AsSpan().Fill(0xDD);
#endif
            ArrayPool<byte>.Shared.Return(done.Buffer);
        }

        if (done.Number == 0)
        {
            return;
        }

        Debug.Assert(done.Number == Handled + 1, "Numbers are handled in order.");
        Handled = done.Number;
        if (fail is not null)
        {
            (_fails ??= new FailLog()).Add(done.Number, fail);
        }

        _waiters?.Reach(Handled);
    }

    private static InboxItem Copy(long number, byte type, ReadOnlySpan<byte> payload, bool isHandled)
    {
        if (payload.IsEmpty || isHandled)
        {
            return new InboxItem(number, type, [], 0, isHandled);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(payload.Length);
        payload.CopyTo(buffer);
        return new InboxItem(number, type, buffer, payload.Length, IsHandled: false);
    }
}
