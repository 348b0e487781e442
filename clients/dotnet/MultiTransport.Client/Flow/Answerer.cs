using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>Hands the server's requests to the application, several at a time, and sends what it answers.</summary>
internal sealed class Answerer(SessionCore core)
{
    private const int Most = 128;

    private readonly CancellationTokenSource _life = new();
    private int _open;

    public void Asked(long correlation, ClientMessage question)
    {
        if (core.Settings.OnRequest is not { } handler)
        {
            Refuse(correlation, FailCode.NotSupported);
        }
        else if (_open >= Most)
        {
            Refuse(correlation, FailCode.TooManyRequests);
        }
        else
        {
            _open++;
            var session = core.Inbox.Session;
            Background.Run(() => AnswerAsync(handler, correlation, question, session));
        }
    }

    public void Close() => _ = _life.CancelAsync();

    private async Task AnswerAsync(Func<ClientMessage, CancellationToken, ValueTask<ClientMessage>> handler, long correlation, ClientMessage question, int session)
    {
        ClientMessage? answer = null;
        try
        {
            answer = await handler(question, _life.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // the server is told that it failed, and no more: what failed is the application's own
        }

        core.Turn.Run(() =>
        {
            _open--;
            if (session != core.Inbox.Session || core.IsOver)
            {
                return; // whoever asked is gone
            }

            if (answer is null || answer.Data.Length > core.Outbox.Limits.Message)
            {
                Refuse(correlation, FailCode.HandlerFailed);
            }
            else
            {
                Span<byte> head = stackalloc byte[Varint.MaxLength + 1];
                core.Outbox.Add(OutgoingMessage.Of(FrameType.Response, head[..Requests.WriteHead(head, correlation, answer.Kind)], answer.Data.Span, null, null));
            }
        });
    }

    private void Refuse(long correlation, string code)
    {
        Span<byte> head = stackalloc byte[Varint.MaxLength + 1];
        core.Outbox.Add(OutgoingMessage.Of(FrameType.Response, head[..Requests.WriteErrorHead(head, correlation)], System.Text.Encoding.UTF8.GetBytes(code), null, null));
    }
}
