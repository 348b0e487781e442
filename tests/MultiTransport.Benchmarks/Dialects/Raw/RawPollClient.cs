using MultiTransport.Benchmarks.Generator;

namespace MultiTransport.Benchmarks.Dialects.Raw;

internal sealed class RawPollClient : RawPostClient
{
    private readonly byte[] _poll;
    private ClientSocket? _connection;

    public RawPollClient(ClientSetup setup, int number)
        : base(setup, number, "RAW lp") => _poll = RequestWriter.Get($"/poll?id={Id}");

    public override void Open()
    {
        _connection = Connect(new HttpResponses(OnPoll));
        _connection.Send(_poll);
        Opened();
    }

    private void OnPoll(HttpHead head, ReadOnlySpan<byte> body)
    {
        if (head.Status != 200 || !body.EndsWith("\n"u8))
        {
            throw Fault($"a poll was answered {head.Status} with {body.Length} bytes");
        }

        _connection!.Send(_poll);
        Echoed(body[..^1]);
    }
}
