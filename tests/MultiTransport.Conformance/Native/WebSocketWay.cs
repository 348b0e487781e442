using MultiTransport.Testing;

namespace MultiTransport.Conformance.Native;

internal sealed class WebSocketWay : INativeWay
{
    private BareWebSocket? _socket;

    public async Task OpenAsync(Uri address) => _socket = await BareWebSocket.ConnectAsync(new UriBuilder(address) { Scheme = "ws" }.Uri).WithTimeout();

    public Task SendAsync(string text) => _socket!.SendAsync(text).WithTimeout();

    public async Task<string> NextTextAsync() => (await _socket!.ReadAsync().WithTimeout())!.Text;

    public Task ReopenAsync() => throw new NotSupportedException("A bare WebSocket is at most once.");

    public ValueTask DisposeAsync() => _socket?.DisposeAsync() ?? ValueTask.CompletedTask;
}
