using System.Text;
using System.Text.Json;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>Opens a session for a negotiate request, hands its first messages over, and gathers the answers that come in time.</summary>
internal static class SessionOpening
{
    private static readonly object NoCarrier = new();
    private static readonly TimeSpan LeastHeartbeat = TimeSpan.FromSeconds(5);

    public static async Task<NegotiateAnswer> OpenAsync(EndpointRuntime endpoint, SessionOwner owner, SessionNetwork? network, NegotiateRequest request)
    {
        var session = endpoint.Open(owner, request.Key is not null, out var refusal);
        if (session is null)
        {
            return NegotiateAnswer.Refused(refusal!);
        }

        (session.IsNegotiated, session.Network) = (true, network);
        foreach (var message in request.Messages ?? [])
        {
            Receive(session, message);
        }

        if (request.Messages is { Count: > 0 })
        {
            await session.WaitForHandledAsync(request.Messages.Count, endpoint.Options.NegotiateWait).ConfigureAwait(false);
        }

        var response = Response(endpoint, session, request);
        return new NegotiateAnswer(
            JsonSerializer.SerializeToUtf8Bytes(response, NegotiateJson.Default.NegotiateResponse), session.Id, PayloadOf(response.Messages), response.Messages.Count);
    }

    /// <summary>The bytes that the application sees of messages that travel in JSON.</summary>
    public static long PayloadOf(IEnumerable<NegotiateMessage> messages) =>
        messages.Sum(static message => message.Binary?.Length ?? message.Frame?.Length - 1 ?? (long)Encoding.UTF8.GetByteCount(message.Text ?? ""));

    private static void Receive(Session session, NegotiateMessage message)
    {
        if (message.Frame is { } frame)
        {
            session.ReceiveOpening(frame[0], frame.AsSpan(1));
        }
        else if (message.Text is { } text)
        {
            session.ReceiveOpening(FrameType.Text, Encoding.UTF8.GetBytes(text));
        }
        else
        {
            session.ReceiveOpening(FrameType.Binary, message.Binary);
        }
    }

    private static NegotiateResponse Response(EndpointRuntime endpoint, Session session, NegotiateRequest request)
    {
        var standing = session.Standing(new AttachFrame());
        var handled = session.Handled;
        var heartbeat = Heartbeat(endpoint.Options.Heartbeat, session.Network?.KeepAlive);
        session.Network?.Told(heartbeat);
        session.Offered = TransportOffer.For(request, endpoint, session.Network);
        return new NegotiateResponse
        {
            Session = new SessionCredential { Id = session.Id.ToString(), Secret = session.Secret.Reveal() },
            Transports = session.Offered,
            Limits = endpoint.Limits,
            Heartbeat = heartbeat.TotalSeconds,
            Hold = Shorter(endpoint.Options.Hold, session.Network?.Hold).TotalSeconds,
            Resume = endpoint.Options.Resume.TotalSeconds,
            Received = standing.Received,
            Handled = handled,
            Fails = Fails(session, handled),
            Position = 0,
            Messages = TakeReady(session),
        };
    }

    /// <summary>The server breaks the silence by itself, as often as it must: the client is not told to take a hiccup of the network for its death.</summary>
    private static TimeSpan Heartbeat(TimeSpan own, TimeSpan? learnt) => Shorter(own, learnt < LeastHeartbeat ? LeastHeartbeat : learnt);

    private static TimeSpan Shorter(TimeSpan own, TimeSpan? learnt) => learnt is { } limit && limit < own ? limit : own;

    private static List<NegotiatedFail> Fails(Session session, long handled)
    {
        var fails = new List<NegotiatedFail>();
        for (var known = 0L; session.TryGetFail(known, handled, out var failed, out var code); known = failed)
        {
            fails.Add(new NegotiatedFail { Number = failed, Code = code });
        }

        return fails;
    }

    /// <summary>The messages that are ready now. They stay in the log until the client acknowledges them, like any other.</summary>
    private static List<NegotiateMessage> TakeReady(Session session)
    {
        var messages = new List<NegotiateMessage>();
        var connection = session.AttachNative(new ConnectionRequest("negotiate", ReaderMode.Downstream, static _ => { }, NoCarrier), position: 0);
        while (connection.Reader.TryRead(out var frame) && (frame.Number > 0 || frame.Type == FrameType.Attached))
        {
            if (frame.Number > 0)
            {
                messages.Add(Message(frame));
            }
        }

        session.Detach(connection, CloseCode.Complete);
        return messages;
    }

    private static NegotiateMessage Message(in OutgoingFrame frame)
    {
        using var payload = new MessagePayload(frame);
        return frame.Type switch
        {
            FrameType.Text => new NegotiateMessage { Text = Encoding.UTF8.GetString(payload.Span) },
            FrameType.Binary => new NegotiateMessage { Binary = payload.Span.ToArray() },
            _ => new NegotiateMessage { Frame = [frame.Type, .. payload.Span] },
        };
    }
}
