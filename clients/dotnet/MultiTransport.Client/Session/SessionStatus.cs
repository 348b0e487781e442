namespace MultiTransport.Client;

/// <summary>What a session shows of itself; written in turns, read from any thread. Changes are told by events.</summary>
internal sealed class SessionStatus(SessionCore core)
{
    private volatile ClientState _state = ClientState.Connecting;
    private volatile string? _transport;
    private volatile string? _id;

    public ClientState State => _state;

    public string? Transport => _transport;

    public string? Id => _id;

    public void Opened(string id, bool renewed)
    {
        _id = id;
        core.Callbacks.Post(() => core.Events.Opened(new SessionOpened(id, renewed)));
    }

    public void Become(ClientState state, string why)
    {
        if (_state != state && _state != ClientState.Closed)
        {
            var change = new StateChange(_state, state, why);
            _state = state;
            core.Callbacks.Post(() => core.Events.StateChanged(change));
        }
    }

    public void Move(string? transport, string why)
    {
        if (_transport != transport)
        {
            var change = new TransportChange(_transport, transport, why);
            _transport = transport;
            core.Callbacks.Post(() => core.Events.TransportChanged(change));
        }
    }
}
