using System.Collections.Concurrent;

namespace MultiTransport.Client.Tests;

/// <summary>What the server's handlers saw, in order; shared by all sessions of a host.</summary>
public sealed class ServerLog
{
    public ConcurrentQueue<string> Texts { get; } = new();

    public ConcurrentQueue<MultiTransport.Session> Sessions { get; } = new();
}

/// <summary>Echoes, unless the text is a command.</summary>
public sealed class TestHandler(ServerLog log) : MessageHandler
{
    public override ValueTask OnOpenAsync(MultiTransport.Session session)
    {
        log.Sessions.Enqueue(session);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask OnMessageAsync(MultiTransport.Session session, Message message)
    {
        var text = message.Kind == MultiTransport.MessageKind.Text ? message.GetText() : $"{message.Payload.Length} bytes";
        log.Texts.Enqueue(text);
        switch (text)
        {
            case "throw":
                throw new InvalidOperationException("asked to");
            case "silent":
                return;
            case "never":
                await Task.Delay(Timeout.Infinite);
                return;
            default:
                await session.SendAsync(message);
                return;
        }
    }

    public override ValueTask<Message> OnRequestAsync(MultiTransport.Session session, Message request) => request.GetText() switch
    {
        "throw" => throw new InvalidOperationException("asked to"),
        "never" => new ValueTask<Message>(new TaskCompletionSource<Message>().Task),
        _ => ValueTask.FromResult(request.Kind == MultiTransport.MessageKind.Text ? Message.FromText($"answer to {request.GetText()}") : request.ToOwned()),
    };
}
