using MultiTransport.Benchmarks.Generator;

namespace MultiTransport.Benchmarks.Dialects.Raw;

/// <summary>RAW's way up: <c>POST /send?id=</c>, answered 204.</summary>
internal abstract class RawPostClient : EchoClient
{
    private static int _lastId; // an id is never used twice: the server may still be clearing up an earlier cell

    private readonly RequestWriter _post;
    private readonly PostUpstream _upstream;

    protected RawPostClient(ClientSetup setup, int number, string dialect)
        : base(setup, number, dialect)
    {
        Id = $"{++_lastId:D7}";
        _post = new RequestWriter("POST", $"/send?id={Id}");
        _upstream = new PostUpstream(Connect, OnAnswer);
    }

    protected string Id { get; }

    protected override bool UpstreamIsAnswered => true;

    protected override void Send(ReadOnlySpan<byte> message) => _upstream.Send(_post.Write(message));

    private void OnAnswer(HttpHead head, ReadOnlySpan<byte> body)
    {
        if (head.Status != 204)
        {
            throw Fault($"POST was answered {head.Status}");
        }

        Answered();
    }
}
