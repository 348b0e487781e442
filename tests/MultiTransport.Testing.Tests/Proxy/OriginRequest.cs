namespace MultiTransport.Testing.Tests.Proxy;

/// <summary>One request as the server behind the proxy sees it, and the means to answer it.</summary>
internal sealed class OriginRequest(RawHttp connection, HttpHead head, byte[] body)
{
    public HttpHead Head { get; } = head;

    public string Body { get; } = System.Text.Encoding.UTF8.GetString(body);

    public RawHttp Connection { get; } = connection;

    public string Line => $"{Head.Method} {Head.Target}";

    public Task AnswerAsync(string body, string type = "text/plain", string more = "") =>
        Connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n{more}\r\n{body}");

    public Task BeginAsync(string type = "text/event-stream", string more = "") =>
        Connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\n{more}\r\n");

    public Task ChunkAsync(string content) => Connection.SendAsync($"{content.Length:x}\r\n{content}\r\n");

    public Task EndAsync() => Connection.SendAsync("0\r\n\r\n");

    /// <summary>101, for any handshake.</summary>
    public Task AcceptAsync() => Connection.SendAsync(
        $"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {RawWebSocket.AcceptOf(Head["Sec-WebSocket-Key"] ?? "")}\r\n\r\n");
}
