namespace MultiTransport.Load.Dialects;

/// <summary>Messages that go up one POST each, one POST at a time.</summary>
internal sealed class PostQueue(Traffic traffic, Func<IReceiver, ClientSocket> connect, Action<HttpHead> check, Action<int> answered)
{
    private readonly Queue<(RequestWriter Post, byte[] Body)> _waiting = [];
    private PostUpstream? _upstream;

    public void Send(RequestWriter post, ReadOnlySpan<byte> body)
    {
        _upstream ??= new PostUpstream(traffic, connect, OnAnswer);
        if (_upstream.IsBusy)
        {
            _waiting.Enqueue((post, body.ToArray()));
        }
        else
        {
            _upstream.Send(post, body);
        }
    }

    private void OnAnswer(HttpHead head, ReadOnlySpan<byte> body)
    {
        check(head);
        if (_waiting.TryDequeue(out var next))
        {
            _upstream!.Send(next.Post, next.Body);
        }

        answered(1);
    }
}
