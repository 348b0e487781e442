namespace MultiTransport.Load.Dialects.Raw;

internal sealed class RawPollClient : RawPostClient
{
    private readonly byte[] _poll;
    private ClientSocket? _connection;

    public RawPollClient(ClientSetup setup, int number)
        : base(setup, number, "RAW longpoll") => _poll = setup.Get($"/poll?id={Id}");

    public override void Open()
    {
        _connection = Connect(new HttpResponses(Setup.Traffic, OnPoll));
        _connection.SendHead(_poll);
        OnOpened();
    }

    private void OnPoll(HttpHead head, ReadOnlySpan<byte> body)
    {
        if (head.Status != 200 || !body.EndsWith("\n"u8))
        {
            throw Fault($"a poll was answered {head.Status} with {body.Length} bytes");
        }

        _connection!.SendHead(_poll);
        while (body.IndexOf((byte)'\n') is var end && end >= 0)
        {
            OnMessage(body[..end]);
            body = body[(end + 1)..];
        }
    }
}
