using System.Text;

namespace MultiTransport.Client.Tests;

/// <summary>What a server says of topics, and what a client asked it.</summary>
public static class TopicWire
{
    private const byte OperationKind = (byte)'j';

    public static byte[] Message(long index, long position, string text, string key = "", string publisher = "")
    {
        var head = new byte[TopicMessagePayload.MaxHead];
        var length = TopicMessagePayload.WriteHead(head, index, position, Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(publisher), FrameType.Text);
        return WireFrames.Of(FrameType.TopicMessage, [.. head[..length], .. Encoding.UTF8.GetBytes(text)]);
    }

    public static byte[] Event(string json) => WireFrames.Of(FrameType.TopicEvent, Encoding.UTF8.GetBytes(json));

    public static byte[] Answer(long correlation, string json) => WireFrames.Of(FrameType.Response, [.. Varint(correlation), (byte)'t', .. Encoding.UTF8.GetBytes(json)]);

    public static byte[] Subscribed(long correlation, long index, long position, string epoch = "e1", string more = "") =>
        Answer(correlation, $$"""{"index":{{index}},"epoch":"{{epoch}}","position":{{position}}{{more}}}""");

    public static byte[] Refused(long correlation, string code) => WireFrames.Of(FrameType.Response, [.. Varint(correlation), (byte)'e', .. Encoding.UTF8.GetBytes(code)]);

    /// <summary>The operations among the frames after the attach.</summary>
    public static List<(long Correlation, TopicOperation Operation)> Operations(this ScriptedRequest request) => request.Path == "negotiate"
        ? [.. Operations((request.Negotiate.Messages ?? []).Where(static message => message.Frame is not null).Select(static message => (message.Frame![0], message.Frame[1..])))]
        : [.. Operations(request.Frames)];

    /// <summary>The next operation that goes up by a <c>send</c>, which is answered.</summary>
    public static async Task<(long Correlation, TopicOperation Operation)> OperationAsync(this Stage stage)
    {
        var send = await stage.Server.NextAsync("send");
        send.Frame(received: send.Attach.Upstream + send.Frames.Count(static frame => FrameType.IsNumbered(frame.Type)), handled: send.Attach.Upstream + send.Frames.Count(static frame => FrameType.IsNumbered(frame.Type)));
        return Assert.Single(send.Operations());
    }

    /// <summary>A subscription of a session that is open, and the poll that brings what comes next.</summary>
    public static async Task<(ClientSubscription Subscription, ScriptedRequest Poll)> SubscribedAsync(this Stage stage, string topic = "news", SubscribeOptions? options = null, string more = "", long position = 0)
    {
        var poll = await stage.OpenAsync();
        var subscription = stage.Session.Subscribe(topic, options);
        var (correlation, _) = await stage.OperationAsync();
        poll.Frame(received: 1, handled: 1, frames: [Subscribed(correlation, 3, position, more: more)]);
        await subscription.Ready.WithTimeout();
        return (subscription, await stage.Server.NextAsync("poll"));
    }

    public static async Task<ClientTopicMessage> NextAsync(this IAsyncEnumerator<ClientTopicMessage> messages)
    {
        Assert.True(await messages.MoveNextAsync().WithTimeout(what: "the next message of the topic"));
        return messages.Current;
    }

    /// <summary>The gaps that a subscription tells, in order.</summary>
    public static System.Threading.Channels.ChannelReader<SubscriptionGap> Gaps(this ClientSubscription subscription)
    {
        var gaps = System.Threading.Channels.Channel.CreateUnbounded<SubscriptionGap>();
        subscription.GapReceived += (_, gap) => gaps.Writer.TryWrite(gap);
        return gaps.Reader;
    }

    /// <summary>The numbers that this request acks, and what it fails.</summary>
    public static (long? Acked, string[] Fails) Handled(this ScriptedRequest request)
    {
        long? acked = null;
        List<string> fails = [];
        foreach (var (type, payload) in request.Frames)
        {
            if (type == FrameType.Ack && Protocol.Varint.TryRead(payload, out var number, out _))
            {
                acked = number;
            }
            else if (type == FrameType.Fail && NumberAndText.TryParse(payload, out var failed, out var code))
            {
                fails.Add($"{failed} {code}");
            }
        }

        return (acked, [.. fails]);
    }

    private static IEnumerable<(long Correlation, TopicOperation Operation)> Operations(IEnumerable<(byte Type, byte[] Payload)> frames)
    {
        foreach (var (type, payload) in frames)
        {
            if (type == FrameType.Request && Protocol.Varint.TryRead(payload, out var correlation, out var length) && payload[length] == OperationKind)
            {
                Assert.True(TopicOperation.TryParse(payload.AsSpan(length + 1), out var operation, out var code), code);
                yield return (correlation, operation);
            }
        }
    }

    private static byte[] Varint(long value)
    {
        var bytes = new byte[Protocol.Varint.Length(value)];
        Protocol.Varint.Write(bytes, value);
        return bytes;
    }
}
