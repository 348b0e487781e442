namespace MultiTransport.Load.Dialects.SignalR;

/// <summary>SignalR's way up of the transports that hold a response.</summary>
internal abstract class SignalRPostClient : SignalRClient
{
    private readonly PostQueue _queue;
    private RequestWriter? _post;

    protected SignalRPostClient(ClientSetup setup, int number, string transport)
        : base(setup, number, transport) => _queue = new PostQueue(setup.Traffic, Connect, CheckAnswer, messages => OnAnswered(IsOpen ? messages : 0));

    public override bool UpstreamIsAnswered => true;

    public override void Send(ReadOnlySpan<byte> message, bool isBinary = false) => Post(SignalRMessages.Invocation(message));

    protected void Shake() => Post(SignalRMessages.Handshake);

    private void Post(ReadOnlySpan<byte> body)
    {
        _post ??= Setup.OwnPost(Url, "Content-Type: text/plain;charset=UTF-8\r\n");
        _queue.Send(_post, body);
    }

    private void CheckAnswer(HttpHead head)
    {
        if (head.Status is not (200 or 202))
        {
            throw Fault($"POST was answered {head.Status}");
        }
    }
}
