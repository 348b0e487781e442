namespace MultiTransport.Load.Dialects.Raw;

/// <summary>RAW's way up: <c>POST /send?id=</c>, answered 204.</summary>
internal abstract class RawPostClient : LoadClient
{
    private static int _lastId; // an id is never used twice: the server may still be clearing up an earlier cell

    private readonly RequestWriter _post;
    private readonly PostQueue _queue;

    protected RawPostClient(ClientSetup setup, int number, string dialect)
        : base(setup, number, dialect)
    {
        Id = $"{++_lastId:D7}";
        _post = setup.OwnPost($"/send?id={Id}");
        _queue = new PostQueue(setup.Traffic, Connect, CheckAnswer, OnAnswered);
    }

    protected string Id { get; }

    public override bool UpstreamIsAnswered => true;

    public override void Send(ReadOnlySpan<byte> message, bool isBinary = false) => _queue.Send(_post, message);

    private void CheckAnswer(HttpHead head)
    {
        if (head.Status != 204)
        {
            throw Fault($"POST was answered {head.Status}");
        }
    }
}
