using System.Collections.Concurrent;
using System.Threading.Channels;

namespace MultiTransport.Testing;

/// <content>Messages and requests, both ways.</content>
public sealed partial class ProtocolClient
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<WireCorrelated>> _requests = new();
    private readonly List<SentMessage> _firstMessages = [];
    private long _correlation;

    /// <summary>Downstream, strictly in order: texts, binaries and gaps (and the rest with <see cref="ProtocolClientOptions.DeliverAll"/>). Ends with the session.</summary>
    public ChannelReader<ReceivedMessage> Messages { get; }

    /// <summary>The messages that negotiate carried.</summary>
    public IReadOnlyList<SentMessage> FirstMessages => _firstMessages;

    /// <summary>Highest downstream number in order.</summary>
    public long Received => Inbox.Received;

    /// <summary>Highest upstream ack.</summary>
    public long AckedUp => Outbox.Acked;

    /// <summary>Highest upstream number made.</summary>
    public long SentUp => Outbox.Last;

    /// <summary>While true this client acks nothing, so that the server's window fills.</summary>
    public bool AcksPaused
    {
        get => Inbox.AcksPaused;
        set
        {
            Inbox.AcksPaused = value;
            Poke();
        }
    }

    public IAsyncEnumerable<ReceivedMessage> ReadAllAsync(CancellationToken cancellationToken = default) => Messages.ReadAllAsync(cancellationToken);

    /// <summary>Sends a text; completes on its ack.</summary>
    public Task<long> SendAsync(string text) => Post(text).Handled;

    /// <summary>Sends a binary message; completes on its ack.</summary>
    public Task<long> SendAsync(byte[] bytes) => Post(bytes).Handled;

    public SentMessage Post(string text) => Post(WireFrameType.Text, WireText.Encode(text));

    public SentMessage Post(byte[] bytes) => Post(WireFrameType.Binary, bytes);

    /// <summary>Any numbered frame: a text that is no UTF-8, for example.</summary>
    public SentMessage Post(byte type, byte[] payload)
    {
        var sent = Outbox.Add(type, payload);
        Poke();
        return sent;
    }

    /// <summary>Sends a request; the answer, or <see cref="MessageFailedException"/> with the error code.</summary>
    public Task<WireCorrelated> RequestAsync(string text) => RequestAsync((byte)'t', WireText.Encode(text));

    public Task<WireCorrelated> RequestAsync(byte[] bytes) => RequestAsync((byte)'b', bytes);

    public async Task<WireCorrelated> RequestAsync(byte kind, byte[] body)
    {
        var number = Interlocked.Increment(ref _correlation);
        var answered = _requests.GetOrAdd(number, _ => new TaskCompletionSource<WireCorrelated>(TaskCreationOptions.RunContinuationsAsynchronously));
        var sent = Post(WireFrameType.Request, WireFrame.Request(number, kind, body).Payload);
        if (await Task.WhenAny(answered.Task, sent.Handled).ConfigureAwait(false) == sent.Handled)
        {
            await sent.Handled.ConfigureAwait(false);
        }

        var response = await answered.Task.ConfigureAwait(false);
        return response.Kind == 'e' ? throw new MessageFailedException(sent.Number, WireText.Decode(response.Body)) : response;
    }

    /// <summary>Completes when everything sent so far is acked.</summary>
    public Task WhenAckedAsync() => Outbox.WhenIdleAsync();

    internal void Answered(WireCorrelated response)
    {
        if (!_requests.TryRemove(response.Correlation, out var request))
        {
            Violation($"a response to {response.Correlation}, which is not open");
            return;
        }

        request.TrySetResult(response);
    }

    internal void Answer(ReceivedMessage message) => _ = Task.Run(async () =>
    {
        var request = WireCorrelated.Parse(message.Bytes);
        WireFrame response;
        try
        {
            if (Options.RequestHandler is { } handler)
            {
                var result = await handler(message with { Bytes = request.Body }).ConfigureAwait(false);
                response = WireFrame.Response(request.Correlation, (byte)(result.IsText ? 't' : 'b'), result.Bytes);
            }
            else
            {
                response = WireFrame.Response(request.Correlation, (byte)'e', WireText.Encode("not-supported"));
            }
        }
#pragma warning disable CA1031 // whatever a handler throws is its answer
        catch (Exception error)
#pragma warning restore CA1031
        {
            Journal($"request {message.Number}: {error.Message}");
            response = WireFrame.Response(request.Correlation, (byte)'e', WireText.Encode("handler-failed"));
        }

        Post(response.Type, response.Payload);
        Inbox.HandledOne(message.Number);
    });

    private void EndRequests(SessionEndedException error)
    {
        foreach (var request in _requests.Values)
        {
            request.TrySetException(error);
        }
    }
}
