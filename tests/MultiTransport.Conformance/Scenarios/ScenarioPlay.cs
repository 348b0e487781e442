using System.Collections.Concurrent;
using System.Threading.Channels;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>What the server's application does in a scenario, and what it saw. It echoes messages and shouts requests back unless it is told otherwise.</summary>
internal sealed class ScenarioPlay
{
    private readonly Channel<CloseReason> _closes = Channel.CreateUnbounded<CloseReason>();
    private readonly Channel<Session> _opened = Channel.CreateUnbounded<Session>();

    public Func<Session, Message, ValueTask> OnMessage { get; set; } = static (session, message) => session.SendAsync(message);

    public Func<Session, Message, ValueTask<Message>> OnRequest { get; set; } =
        static (_, request) => ValueTask.FromResult(Message.FromText(request.GetText().ToUpperInvariant()));

    /// <summary>Every text that the handler was given, in order.</summary>
    public ConcurrentQueue<string> Received { get; } = new();

    /// <summary>Sessions as they are opened.</summary>
    public ChannelReader<Session> Opened => _opened.Reader;

    /// <summary>How sessions end, as they do.</summary>
    public ChannelReader<CloseReason> Closes => _closes.Reader;

    public void Open(Session session) => _opened.Writer.TryWrite(session);

    public void Close(CloseReason reason) => _closes.Writer.TryWrite(reason);
}
