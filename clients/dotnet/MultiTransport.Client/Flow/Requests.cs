using System.Text;
using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>Our requests by their correlation, and what the server's answers do to them.</summary>
internal sealed class Requests
{
    public const int Most = 128;

    private const byte TextKind = FrameType.Text;
    private const byte BinaryKind = FrameType.Binary;
    private const byte ErrorKind = (byte)'e';
    private const byte OperationKind = (byte)'j';

    private readonly Dictionary<long, PendingRequest> _pending = [];
    private long _last;
    private int _asked;

    /// <summary>Whether the application has asked so much that it gets no answer to more.</summary>
    public bool IsFull => _asked >= Most;

    /// <summary>A request of the application.</summary>
    public AskedRequest New()
    {
        var request = new AskedRequest(this, ++_last);
        _pending.Add(request.Correlation, request);
        _asked++;
        return request;
    }

    /// <summary>An operation on topics that the client itself asks for; their bound is that of subscriptions.</summary>
    public PendingOperation NewOperation(Action<ClientMessage> answered, Action<SessionException> failed)
    {
        var operation = new PendingOperation(this, ++_last, answered, failed);
        _pending.Add(operation.Correlation, operation);
        return operation;
    }

    /// <summary>Takes an answer; false where its correlation or kind is broken. One that nobody waits for any more is thrown away.</summary>
    public bool Answer(ReadOnlySpan<byte> payload)
    {
        if (!TryRead(payload, ErrorKind, out var correlation, out var kind, out var body))
        {
            return false;
        }

        if (_pending.TryGetValue(correlation, out var request))
        {
            if (kind == ErrorKind)
            {
                request.Fail(Fault.NotHandled(Encoding.UTF8.GetString(body)));
            }
            else
            {
                request.Answer(ToMessage(kind, body));
            }
        }

        return true;
    }

    /// <summary>The session is lost: those that were handed over get no answer any more. Those still in the outbox share its fate.</summary>
    public void Lose(Outbox outbox)
    {
        foreach (var request in _pending.Values.ToArray())
        {
            if (request.Message is { } message && !outbox.Holds(message))
            {
                request.Fail(Fault.Lost());
            }
        }
    }

    public void FailAll(SessionException error)
    {
        foreach (var request in _pending.Values.ToArray())
        {
            request.Fail(error);
        }
    }

    internal void Remove(PendingRequest request)
    {
        request.Timeout?.Dispose();
        if (_pending.Remove(request.Correlation) && request.IsOfApplication)
        {
            _asked--;
        }
    }

    /// <summary>The head of a request or an answer: correlation and kind.</summary>
    public static int WriteHead(Span<byte> head, long correlation, ClientMessageKind kind)
    {
        var length = Varint.Write(head, correlation);
        head[length] = kind == ClientMessageKind.Text ? TextKind : BinaryKind;
        return length + 1;
    }

    /// <summary>The head of an operation on topics.</summary>
    public static int WriteOperationHead(Span<byte> head, long correlation)
    {
        var length = Varint.Write(head, correlation);
        head[length] = OperationKind;
        return length + 1;
    }

    /// <summary>The head of an answer whose body is an error code.</summary>
    public static int WriteErrorHead(Span<byte> head, long correlation)
    {
        var length = Varint.Write(head, correlation);
        head[length] = ErrorKind;
        return length + 1;
    }

    /// <summary>Reads a request of the server.</summary>
    public static bool TryReadRequest(ReadOnlySpan<byte> payload, out long correlation, out ClientMessage? message)
    {
        message = null;
        if (!TryRead(payload, BinaryKind, out correlation, out var kind, out var body))
        {
            return false;
        }

        message = ToMessage(kind, body);
        return true;
    }

    private static bool TryRead(ReadOnlySpan<byte> payload, byte thirdKind, out long correlation, out byte kind, out ReadOnlySpan<byte> body)
    {
        kind = 0;
        body = default;
        if (!Varint.TryRead(payload, out correlation, out var length) || payload.Length <= length)
        {
            return false;
        }

        kind = payload[length];
        body = payload[(length + 1)..];
        return kind == TextKind || kind == BinaryKind || kind == thirdKind;
    }

    private static ClientMessage ToMessage(byte kind, ReadOnlySpan<byte> body) =>
        kind == TextKind ? ClientMessage.FromText(Encoding.UTF8.GetString(body)) : ClientMessage.FromBinary(body.ToArray());
}
