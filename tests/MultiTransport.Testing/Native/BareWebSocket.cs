using System.Net.WebSockets;

namespace MultiTransport.Testing;

/// <summary><c>new WebSocket(url)</c>: each WebSocket message is one application message.</summary>
public sealed class BareWebSocket : IAsyncDisposable
{
    private readonly ClientWebSocket _socket;
    private readonly CarrierHttp _http;

    private BareWebSocket(ClientWebSocket socket, CarrierHttp http)
    {
        _socket = socket;
        _http = http;
    }

    public ClientWebSocket Socket => _socket;

    /// <summary>The close code of the server; null while it has sent none.</summary>
    public int? CloseCode => (int?)_socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    public static async Task<BareWebSocket> ConnectAsync(
        Uri address, IEnumerable<string>? protocols = null, IEnumerable<KeyValuePair<string, string>>? headers = null, CancellationToken cancellationToken = default)
    {
        var socket = new ClientWebSocket();
        var http = new CarrierHttp(new ProtocolClientOptions());
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        socket.Options.CollectHttpResponseDetails = true;
        foreach (var protocol in protocols ?? [])
        {
            socket.Options.AddSubProtocol(protocol);
        }

        foreach (var (name, value) in headers ?? [])
        {
            socket.Options.SetRequestHeader(name, value);
        }

        try
        {
            var target = new UriBuilder(address);
            target.Scheme = target.Scheme == "https" ? "wss" : "ws";
            await socket.ConnectAsync(target.Uri, http.Invoker, cancellationToken).ConfigureAwait(false);
            return new BareWebSocket(socket, http);
        }
        catch
        {
            socket.Dispose();
            http.Dispose();
            throw;
        }
    }

    public Task SendAsync(string text, CancellationToken cancellationToken = default) =>
        _socket.SendAsync(WireText.Encode(text), WebSocketMessageType.Text, true, cancellationToken);

    public Task SendAsync(byte[] bytes, CancellationToken cancellationToken = default) =>
        _socket.SendAsync(bytes, WebSocketMessageType.Binary, true, cancellationToken);

    /// <summary>The next message; null when the server has closed (see <see cref="CloseCode"/>) or the connection was cut.</summary>
    public async Task<NativeMessage?> ReadAsync(CancellationToken cancellationToken = default)
    {
        var message = new List<byte>();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            ValueWebSocketReceiveResult read;
            try
            {
                read = await _socket.ReceiveAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (ProtocolClient.IsCut(error) && !cancellationToken.IsCancellationRequested)
            {
                return null;
            }

            if (read.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            message.AddRange(buffer.AsSpan(0, read.Count));
            if (read.EndOfMessage)
            {
                return new NativeMessage(null, read.MessageType == WebSocketMessageType.Text, [.. message], null);
            }
        }
    }

    /// <summary>The close handshake of this side.</summary>
    public Task CloseAsync(int code = 1000, string reason = "", CancellationToken cancellationToken = default) =>
        _socket.CloseAsync((WebSocketCloseStatus)code, reason, cancellationToken);

    /// <summary>RST.</summary>
    public void Cut() => _http.Reset();

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
