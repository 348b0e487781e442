using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

/// <summary>A client that awaits its reader as an adapter does, and changes its carrier again and again.</summary>
internal sealed class ThreadedClient(Session session)
{
    private readonly Random _random = new(7);
    private long _attempt;
    private long _received;

    public List<string> Texts { get; } = [];

    public async Task ReadAsync(int expected)
    {
        Link? before = null;
        while (_received < expected)
        {
            var link = Take();
            await ReadAsync(link, Math.Min(expected, _received + _random.Next(1, 300)));
            if (_random.Next(2) == 0)
            {
                link.Leave();
            }

            before?.Leave();
            before = link;
        }

        before?.Leave();
    }

    private async Task ReadAsync(Link link, long until)
    {
        while (_received < until && await link.Reader.WaitToReadAsync())
        {
            while (link.Reader.TryRead(out var frame))
            {
                if (!FrameType.IsNumbered(frame.Type))
                {
                    continue;
                }

                ModelServer.Require(frame.Number <= _received + 1, $"message {frame.Number} came when {_received + 1} was next");
                if (frame.Number > _received)
                {
                    _received = frame.Number;
                    Texts.Add(ModelFrame.Of(frame).Text);
                }
            }

            ModelServer.Require(link.Send(Up.Ack(_received)) == CloseCode.None, "an ack was refused");
        }
    }

    private Link Take()
    {
        var attach = new AttachFrame
        {
            Mode = AttachMode.Take,
            Id = session.Id,
            Secret = session.Secret,
            Attempt = ++_attempt,
            Nonce = (ulong)_attempt,
            Received = _received,
        };
        var fault = session.Attach(attach, new ConnectionRequest("threaded", ReaderMode.Duplex, static _ => { }, this), out var connection);
        ModelServer.Require(fault == CloseCode.None, $"an attach was refused: {fault}");
        return new Link(session, connection!, 0, mayCarryMessages: true);
    }
}
