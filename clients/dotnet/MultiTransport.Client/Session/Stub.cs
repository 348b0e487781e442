#pragma warning disable
namespace MultiTransport.Client;
internal sealed class SessionCore(Uri url, SessionSettings settings, SessionEvents events)
{
    public dynamic_ Status => throw new NotImplementedException();
    public dynamic_ Attempts => throw new NotImplementedException();
    public dynamic_ Counters => throw new NotImplementedException();
    public dynamic_ Outbox => throw new NotImplementedException();
    public dynamic_ Rtt => throw new NotImplementedException();
    public Task<SessionClosed> Closed => throw new NotImplementedException();
    public Task FirstOpened => throw new NotImplementedException();
    public void Start() => throw new NotImplementedException();
    public Task SendAsync(string text, string? key, CancellationToken c) => throw new NotImplementedException();
    public Task SendAsync(ReadOnlyMemory<byte> text, string? key, CancellationToken c) => throw new NotImplementedException();
    public Task<ClientMessage> RequestAsync(string text, TimeSpan? key, CancellationToken c) => throw new NotImplementedException();
    public Task<ClientMessage> RequestAsync(ReadOnlyMemory<byte> text, TimeSpan? key, CancellationToken c) => throw new NotImplementedException();
    public Task UseAsync(string? text, CancellationToken c) => throw new NotImplementedException();
    public Task CloseAsync(string text, CancellationToken c) => throw new NotImplementedException();
}
internal sealed class dynamic_ {
    public ClientState State; public string? Transport; public string? Id; public IReadOnlyList<TransportAttempt> All; public long Bytes; public TimeSpan Value;
    public IReadOnlyDictionary<string, TransportCount> Snapshot() => throw new NotImplementedException();
}
internal sealed class MessageEnumerator(SessionCore c, CancellationToken t) : IAsyncEnumerator<ClientMessage> { public ClientMessage Current => null; public ValueTask<bool> MoveNextAsync() => default; public ValueTask DisposeAsync() => default; }
internal sealed class MessageSequence(SessionCore c, CancellationToken t) : IAsyncEnumerable<ClientMessage> { public IAsyncEnumerator<ClientMessage> GetAsyncEnumerator(CancellationToken x) => null; }
