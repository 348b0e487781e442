namespace MultiTransport.Load.Dialects.SignalR;

internal sealed class SignalRPollClient(ClientSetup setup, int number) : SignalRPostClient(setup, number, "longpoll")
{
    private ClientSocket? _connection;
    private byte[] _poll = [];
    private bool _isShaken;

    public override byte[]? Farewell() => Setup.Request("DELETE", Url);

    protected override void Attach(ClientSocket connection)
    {
        _connection = connection;
        _poll = Setup.Get($"{Url}&_=1700000000000");
        connection.Receiver = new HttpResponses(Setup.Traffic, OnPoll);
        connection.SendHead(_poll); // the first one is answered at once and says that it works
    }

    private void OnPoll(HttpHead head, ReadOnlySpan<byte> body)
    {
        if (head.Status != 200)
        {
            throw Fault($"a poll was answered {head.Status}");
        }

        _connection!.SendHead(_poll);
        if (!_isShaken)
        {
            _isShaken = true;
            Shake();
        }

        Read(body);
    }
}
