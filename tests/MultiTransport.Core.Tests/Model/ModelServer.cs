using System.Text;
using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

/// <summary>The application's side: what it sent and was given, and which messages its log must have dropped.</summary>
internal sealed class ModelServer(SessionOptions options)
{
    private readonly SortedDictionary<long, int> _log = [];
    private readonly HashSet<long> _failing = [];

    /// <summary>What was sent down; message n is at n - 1.</summary>
    public List<string> Sent { get; } = [];

    /// <summary>What the handler was given, in order.</summary>
    public List<string> Given { get; } = [];

    /// <summary>How many of those are done.</summary>
    public long Finished { get; private set; }

    public HashSet<long> Failed { get; } = [];

    public HashSet<long> Dropped { get; } = [];

    /// <summary>The last number that was written on the connection that is active, or that its client had.</summary>
    public long Cursor { get; set; }

    public static void Require(bool isRight, string fault)
    {
        if (!isRight)
        {
            throw new InvalidOperationException(fault);
        }
    }

    /// <summary>Sends one message, unless that would end the session, and drops from the model what the log must drop.</summary>
    public void Send(Session session, string text)
    {
        var length = MessageFrames.EncodedLength(Encoding.UTF8.GetByteCount(text));
        var isDetached = session.Bus.Active is null;
        while (_log.Count >= options.LogMessages || _log.Values.Sum() + length > options.LogBytes)
        {
            if (!isDetached && options.Overflow == OverflowPolicy.Disconnect)
            {
                return;
            }

            var oldest = _log.Keys.FirstOrDefault(number => isDetached || number > Cursor);
            if (oldest == 0)
            {
                break;
            }

            _log.Remove(oldest);
            Dropped.Add(oldest);
        }

        Sent.Add(text);
        _log.Add(Sent.Count, length);
        Require(session.TrySend(Message.FromText(text)), "a send was refused although there was room");
    }

    public void Ack(long number)
    {
        foreach (var acked in _log.Keys.Where(key => key <= number).ToList())
        {
            _log.Remove(acked);
        }
    }

    public void Begin(string text, ModelClient client)
    {
        Given.Add(text);
        Require(Given.Count <= client.Sent.Count && client.Sent[Given.Count - 1] == text, $"the handler was given '{text}' as number {Given.Count}");
        Require(Finished == Given.Count - 1, "the handler was called while it was busy");
    }

    /// <summary>To be called before the handler's call ends.</summary>
    public void Finish(bool isFailing)
    {
        Finished++;
        if (isFailing)
        {
            Failed.Add(Finished);
        }
    }
}
