using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

/// <summary>A client as PROTOCOL.md's sections 4 and 5 want it, and nothing more.</summary>
internal sealed class ModelClient(ModelServer server)
{
    private long _attempt;
    private ulong _nonce;

    /// <summary>What the application sent; message n is at n - 1.</summary>
    public List<string> Sent { get; } = [];

    /// <summary>The highest number that it has, downstream.</summary>
    public long Received { get; private set; }

    /// <summary>What it acked last.</summary>
    public long Told { get; set; }

    /// <summary>The highest ack that it has, upstream.</summary>
    public long Acked { get; private set; }

    /// <summary>The highest number that the server is known to have.</summary>
    public long ServerReceived { get; private set; }

    public HashSet<long> Fails { get; } = [];

    public Dictionary<long, string> Delivered { get; } = [];

    public HashSet<long> Lost { get; } = [];

    public AttachFrame Attach(Session session, AttachMode mode, long upstream) => new()
    {
        Mode = mode,
        Id = session.Id,
        Secret = session.Secret,
        Nonce = ++_nonce,
        Attempt = ++_attempt,
        Received = Received,
        Upstream = upstream,
        Acked = Acked,
    };

    /// <summary>Takes one frame in from a connection.</summary>
    public void Hear(ModelCarrier carrier, ModelFrame frame)
    {
        Require(carrier.IsAttached || frame.Type == FrameType.Attached, $"the first frame of {carrier} is a '{(char)frame.Type}'");
        if (frame.Type == FrameType.Attached)
        {
            var attached = Parse(frame, carrier.Nonce);
            carrier.IsAttached = true;
            Require(attached.Connection == carrier.Connection.Number, "attached names another connection");
            Require(!carrier.IsActive || attached.Active, "an active connection became a candidate");
            carrier.IsActive = attached.Active;
            carrier.DownPosition = attached.Active ? attached.Position : carrier.DownPosition;
            Require(attached.Position <= Received, $"position {attached.Position} is beyond the client's {Received}");
        }
        else if (frame.IsNumbered)
        {
            Require(carrier.IsActive, $"a message on {carrier}, which is not active");
            Require(++carrier.DownPosition == frame.Number, $"the client counts {carrier.DownPosition}, the server {frame.Number}");
            HearMessage(carrier.DownPosition, frame.Text);
        }
        else if (frame.Type == FrameType.Gap)
        {
            Require(carrier.IsActive, $"a gap on {carrier}, which is not active");
            HearGap(carrier, frame);
        }
        else if (frame.Type is FrameType.Ack or FrameType.Fail)
        {
            HearOutcome(frame);
        }
    }

    /// <summary>Takes in the answer to a request that attached nothing.</summary>
    public void HearAnswer(ulong nonce, IEnumerable<ModelFrame> answer)
    {
        foreach (var frame in answer)
        {
            if (frame.Type == FrameType.Attached)
            {
                Parse(frame, nonce);
            }
            else
            {
                HearOutcome(frame);
            }
        }
    }

    private static void Require(bool isRight, string fault) => ModelServer.Require(isRight, fault);

    private AttachedFrame Parse(ModelFrame frame, ulong nonce)
    {
        Require(AttachedFrame.TryParse(frame.Payload, out var attached), "attached is malformed");
        Require(attached.Nonce == nonce, "attached bears another nonce");
        Require(attached.Received <= Sent.Count, $"the server received {attached.Received} of {Sent.Count}");
        ServerReceived = Math.Max(ServerReceived, attached.Received);
        HearAck(attached.Handled);
        return attached;
    }

    private void HearMessage(long number, string text)
    {
        if (number <= Received)
        {
            return;
        }

        Require(number == Received + 1, $"message {number} came when {Received + 1} was next");
        Require(number <= server.Sent.Count && server.Sent[(int)number - 1] == text, $"message {number} is not what was sent");
        Received = number;
        Delivered.Add(number, text);
    }

    private void HearGap(ModelCarrier carrier, ModelFrame frame)
    {
        var (from, to) = Down.Gap(frame.Payload) ?? throw new InvalidOperationException("gap is malformed");
        Require(from == carrier.DownPosition + 1 && to >= from, $"gap {from}-{to} after {carrier.DownPosition}");
        Require(from <= Received + 1, $"gap {from}-{to} when {Received + 1} was next");
        carrier.DownPosition = to;
        for (var number = Received + 1; number <= to; number++)
        {
            Require(server.Dropped.Contains(number), $"gap {from}-{to} names {number}, which the log had room for");
            Lost.Add(number);
        }

        Received = Math.Max(Received, to);
    }

    private void HearOutcome(ModelFrame frame)
    {
        Require(NumberAndText.TryParse(frame.Payload, out var number, out _), "ack or fail is malformed");
        if (frame.Type == FrameType.Ack)
        {
            HearAck(number);
            return;
        }

        Require(server.Failed.Contains(number), $"message {number} failed for the client only");
        Fails.Add(number);
    }

    private void HearAck(long number)
    {
        Require(number <= server.Finished, $"ack {number} when {server.Finished} were handled");
        Acked = Math.Max(Acked, number);
        ServerReceived = Math.Max(ServerReceived, number);
        var untold = server.Failed.FirstOrDefault(failed => failed <= Acked && !Fails.Contains(failed));
        Require(untold == 0, $"ack {number} came before the fail of {untold}");
    }
}
