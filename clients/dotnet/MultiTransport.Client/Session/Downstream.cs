namespace MultiTransport.Client;

/// <summary>Where the frames of all carriers of a session go.</summary>
internal sealed class Downstream(SessionCore core) : IDownstream, IInboxEvents
{
    public long Received => core.Inbox.Received;

    public void Message(byte type, ReadOnlySpan<byte> payload) => core.Inbox.Take(type, payload, core.Now);

    public void Gap(long from, long to) => core.Inbox.Gap(from, to, core.Now);

    public bool Ack(long number) => core.Outbox.Ack(number);

    public void Fail(long number, string code) => core.Outbox.Fail(number, code);

    public void Lost(long from, long to)
    {
        core.Callbacks.Post(() => core.Events.GapReceived(new MessageGap(from, to, Session: false)));
        core.Topics.AnswersMayBeLost();
    }

    public void Asked(long correlation, ClientMessage question) => core.Answerer.Asked(correlation, question);

    public string? TopicMessage(ReadOnlySpan<byte> payload, Receipt receipt) => core.Topics.Take(payload, receipt);

    public void TopicEvent(ReadOnlySpan<byte> payload) => core.Topics.TakeEvent(payload);
}
