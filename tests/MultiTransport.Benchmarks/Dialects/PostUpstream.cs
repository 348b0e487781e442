using MultiTransport.Benchmarks.Generator;

namespace MultiTransport.Benchmarks.Dialects;

/// <summary>The second connection of a client whose first one is held: requests up, opened with the first message.</summary>
internal sealed class PostUpstream(Func<IReceiver, ClientSocket> connect, ResponseHandler answered)
{
    private ClientSocket? _connection;

    public void Send(ReadOnlySpan<byte> request)
    {
        _connection ??= connect(new HttpResponses(answered));
        _connection.Send(request);
    }
}
