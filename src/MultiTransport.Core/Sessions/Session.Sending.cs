using System.Text.Unicode;
using MultiTransport.Protocol;

namespace MultiTransport;

public sealed partial class Session
{
    private RequestTable? _requests;
    private int _turnThread;

    internal bool HasRoom
    {
        get
        {
            lock (Bus.Gate)
            {
                return Bus.Log.HasRoom(1);
            }
        }
    }

    /// <summary>Sends a text message. Completes when it is in the outgoing log; under <see cref="OverflowPolicy.Wait"/> that may take until the client has read.</summary>
    /// <exception cref="SessionClosedException">The session is over.</exception>
    /// <exception cref="ArgumentException">The text is no well-formed UTF-16, or over <see cref="SessionOptions.MaxMessageBytes"/>.</exception>
    public ValueTask SendAsync(string text, CancellationToken cancellationToken = default) => SendAsync(Message.FromText(text), cancellationToken);

    /// <summary>Sends a binary message; see <see cref="SendAsync(string, CancellationToken)"/>. The bytes may be reused when the returned task has completed.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default) =>
        SendAsync(Message.FromBinary(payload), cancellationToken);

    /// <summary>Sends a message; see <see cref="SendAsync(string, CancellationToken)"/>.</summary>
    public ValueTask SendAsync(Message message, CancellationToken cancellationToken = default) =>
        SendAsync(new OutgoingMessage(Checked(message)), cancellationToken);

    /// <summary>Sends a message that many sessions share.</summary>
    public ValueTask SendAsync(SharedMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        CheckLength(message.PayloadLength);
        return SendAsync(new OutgoingMessage(message), cancellationToken);
    }

    /// <summary>Sends without ever waiting: false when the session is closed or its log is full.</summary>
    public bool TrySend(Message message) => TrySend(new OutgoingMessage(Checked(message)));

    /// <summary>Sends a shared message without ever waiting: false when the session is closed or its log is full.</summary>
    public bool TrySend(SharedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        CheckLength(message.PayloadLength);
        return TrySend(new OutgoingMessage(message));
    }

    /// <summary>Sends a message and completes when the client has acknowledged that it handled it. Native clients never do.</summary>
    /// <exception cref="SessionClosedException">The session ended before: the outcome is unknown.</exception>
    /// <exception cref="MessageDroppedException">The message was dropped under the overflow policy.</exception>
    public async Task SendAcknowledgedAsync(Message message, CancellationToken cancellationToken = default)
    {
        var number = await AppendAsync(new OutgoingMessage(Checked(message)), cancellationToken).ConfigureAwait(false);
        Task acked;
        lock (Bus.Gate)
        {
            acked = _state.Phase == SessionPhase.Closed && number > Bus.Log.Acked
                ? Task.FromException(new SessionClosedException(Bus.Completed.GetValueOrDefault()))
                : Bus.WaitForAck(number);
        }

        await acked.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks the client and completes with its answer.</summary>
    /// <exception cref="RequestFailedException">The client answered with an error.</exception>
    /// <exception cref="TimeoutException">No answer within <paramref name="timeout"/>.</exception>
    /// <exception cref="InvalidOperationException">Too many requests are unanswered.</exception>
    public async Task<Message> RequestAsync(Message request, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Checked(request);
        Task<Message> answer;
        long correlation;
        lock (Bus.Gate)
        {
            _requests ??= new RequestTable();
            if (_requests.Count >= Options.MaxRequests)
            {
                throw new InvalidOperationException(
                    $"{_requests.Count} requests are unanswered, the most that {nameof(SessionOptions.MaxRequests)} allows. Await some of them, or raise it.");
            }

            answer = _requests.Add(out correlation);
        }

        try
        {
            await SendAsync(OutgoingMessage.Request(correlation, request), cancellationToken).ConfigureAwait(false);
            return await answer.WaitAsync(timeout, Time, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (Bus.Gate)
            {
                _requests.Remove(correlation);
            }
        }
    }

    internal ValueTask SendAsync(in OutgoingMessage message, CancellationToken cancellationToken)
    {
        var result = Append(message, out _, out var pending);
        return result switch
        {
            AppendResult.Appended => ValueTask.CompletedTask,
            AppendResult.Full => new ValueTask(AwaitRoomAsync(pending!, cancellationToken)),
            _ => ValueTask.FromException(new SessionClosedException(Bus.Completed.GetValueOrDefault())),
        };
    }

    internal Task WaitForAckAsync(CancellationToken cancellationToken)
    {
        lock (Bus.Gate)
        {
            return Bus.WaitForAck(Bus.Log.Acked + 1).WaitAsync(cancellationToken);
        }
    }

    /// <summary>Lets the active reader go on if it has something to read; at the end of the turn where this thread is in one.</summary>
    internal void WakeActive()
    {
        if (_turnThread == Environment.CurrentManagedThreadId)
        {
            return;
        }

        WakeActive(inline: false);
    }

    private bool TrySend(in OutgoingMessage message)
    {
        AppendResult result;
        BusReader? wake;
        (long From, long To)? dropped;
        lock (Bus.Gate)
        {
            result = Bus.Append(message, out _);
            wake = TakeWaiter();
            Bus.TryTakeDropped(out dropped);
        }

        Settle(result, wake, dropped);
        return result == AppendResult.Appended;
    }

    private AppendResult Append(in OutgoingMessage message, out long number, out PendingSend? pending)
    {
        AppendResult result;
        BusReader? wake;
        (long From, long To)? dropped;
        lock (Bus.Gate)
        {
            result = Bus.Append(message, out number);
            pending = result == AppendResult.Full ? Bus.Wait(message) : null;
            wake = TakeWaiter();
            Bus.TryTakeDropped(out dropped);
        }

        Settle(result, wake, dropped);
        return result;
    }

    private void Settle(AppendResult result, BusReader? wake, (long From, long To)? dropped)
    {
        wake?.Wake(inline: false);
        if (dropped is { } gap)
        {
            Observer.Gap(this, gap.From, gap.To);
        }

        if (result == AppendResult.Overrun)
        {
            Abort(CloseCode.SlowConsumer, "The outgoing log is full.");
        }
    }

    private async ValueTask<long> AppendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var result = Append(message, out var number, out var pending);
        return result switch
        {
            AppendResult.Appended => number,
            AppendResult.Full => await AwaitRoomAsync(pending!, cancellationToken).ConfigureAwait(false),
            _ => throw new SessionClosedException(Bus.Completed.GetValueOrDefault()),
        };
    }

    private static async Task<long> AwaitRoomAsync(PendingSend pending, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((PendingSend)state!).TrySetCanceled(token), pending);
        return await pending.Task.ConfigureAwait(false);
    }

    /// <summary>Throws where a message may not be sent.</summary>
    internal Message Checked(Message message)
    {
        CheckLength(message.Payload.Length);
        if (message.Kind == MessageKind.Text && !Utf8.IsValid(message.Payload.Span))
        {
            throw new ArgumentException("The text message is not well-formed UTF-8. Send it as binary or mend the bytes.", nameof(message));
        }

        return message;
    }

    private void CheckLength(int length)
    {
        if (length > Options.MaxMessageBytes)
        {
            throw new ArgumentException(
                $"The message has {length} bytes; endpoint '{Endpoint}' accepts at most {Options.MaxMessageBytes}. Send it in parts or raise {nameof(SessionOptions.MaxMessageBytes)}.",
                nameof(length));
        }
    }

    private BusReader? TakeWaiter() =>
        _turnThread != Environment.CurrentManagedThreadId && Bus.Active is { } reader && reader.TryTakeWaiter() ? reader : null;

    private void WakeActive(bool inline)
    {
        BusReader? wake;
        lock (Bus.Gate)
        {
            wake = Bus.Active is { } reader && reader.TryTakeWaiter() ? reader : null;
        }

        wake?.Wake(inline);
    }

    private void BeginTurn() => _turnThread = Environment.CurrentManagedThreadId;

    /// <summary>What the handler wrote during the turn leaves now, on this thread.</summary>
    private void EndTurn()
    {
        _turnThread = 0;
        WakeActive(inline: true);
    }
}
