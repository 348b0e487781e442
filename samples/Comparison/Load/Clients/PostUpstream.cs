namespace MultiTransport.Load;

/// <summary>
/// The second connection of a client whose first one is held: one request at a time, opened with the first message. What is sent meanwhile waits;
/// the answer's handler asks for it.
/// </summary>
internal sealed class PostUpstream(Traffic traffic, Func<IReceiver, ClientSocket> connect, ResponseHandler answered)
{
    private ClientSocket? _connection;

    /// <summary>Whether a request is under way.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Told when the connection is gone; without it that ends the run.</summary>
    public Action? Lost { get; init; }

    public void Send(RequestWriter request, ReadOnlySpan<byte> body)
    {
        _connection ??= Connect();
        IsBusy = true;
        _connection.Send(request, body);
    }

    private ClientSocket Connect()
    {
        var connection = connect(new HttpResponses(traffic, OnAnswer));
        if (Lost is not null)
        {
            connection.Closed = OnLost;
        }

        return connection;
    }

    private void OnAnswer(HttpHead head, ReadOnlySpan<byte> body)
    {
        IsBusy = false;
        answered(head, body);
    }

    private void OnLost()
    {
        IsBusy = false;
        _connection = null;
        Lost!();
    }
}
