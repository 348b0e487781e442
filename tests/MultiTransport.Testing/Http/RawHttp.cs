using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MultiTransport.Testing;

/// <summary>
/// HTTP/1.1 by hand over one socket, for what no decent client would send. It says nothing by itself and judges nothing it reads.
/// </summary>
public sealed class RawHttp : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly byte[] _readBuffer = new byte[16 * 1024];
    private readonly List<byte> _pending = [];

    private RawHttp(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: false);
    }

    public int Port => ((IPEndPoint)_socket.RemoteEndPoint!).Port;

    /// <summary>True where the other side ended it with RST.</summary>
    public bool WasReset { get; private set; }

    /// <summary>The side of a server: over a connection that was accepted.</summary>
    public static RawHttp Over(Socket accepted)
    {
        accepted.NoDelay = true;
        return new RawHttp(accepted);
    }

    public static Task<RawHttp> ConnectAsync(Uri address) => ConnectAsync(address.Port);

    public static async Task<RawHttp> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port).ConfigureAwait(false);
            return new RawHttp(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>One request on a connection of its own; the answer is read to its end.</summary>
    public static async Task<(HttpHead Head, byte[] Body)> OnceAsync(
        Uri address, string method = "GET", byte[]? body = null, params (string Name, string Value)[] headers)
    {
        await using var raw = await ConnectAsync(address).ConfigureAwait(false);
        await raw.RequestAsync(method, address.PathAndQuery, body, headers).ConfigureAwait(false);
        var response = await raw.ReadResponseAsync(method).ConfigureAwait(false);
        return (response.Head, await response.ReadBodyAsync().ConfigureAwait(false));
    }

    public Task SendAsync(string latin1) => SendAsync(Encoding.Latin1.GetBytes(latin1));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes).ConfigureAwait(false);

    /// <summary>A well-formed request; Host, and Content-Length where there is a body, unless the headers say them.</summary>
    public Task RequestAsync(string method, string target, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\n");
        if (!headers.Any(header => header.Name.Equals("Host", StringComparison.OrdinalIgnoreCase)))
        {
            head.Append($"Host: 127.0.0.1:{Port}\r\n");
        }

        if (body is not null && !headers.Any(header => header.Name.ToUpperInvariant() is "CONTENT-LENGTH" or "TRANSFER-ENCODING"))
        {
            head.Append($"Content-Length: {body.Length}\r\n");
        }

        foreach (var (name, value) in headers)
        {
            head.Append($"{name}: {value}\r\n");
        }

        return SendAsync((byte[])[.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body ?? []]);
    }

    /// <summary>Reads a response head; 1xx answers except 101 are passed over.</summary>
    public async Task<RawResponse> ReadResponseAsync(string requestMethod = "GET", CancellationToken cancellationToken = default)
    {
        while (true)
        {
            int length;
            while ((length = HttpHead.Length(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_pending))) < 0)
            {
                if (!await FillAsync(cancellationToken).ConfigureAwait(false))
                {
                    throw new EndOfStreamException($"the connection ended before a response head: {Encoding.Latin1.GetString([.. _pending])}");
                }
            }

            var head = HttpHead.Parse(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_pending)[..length]);
            _pending.RemoveRange(0, length);
            if (head.StatusCode is not (>= 100 and < 200) or 101)
            {
                return new RawResponse(this, head, HttpBody.OfResponse(head, requestMethod));
            }
        }
    }

    /// <summary>The side of a server: the next request with its content; null at the end of the connection.</summary>
    public async Task<(HttpHead Head, byte[] Body)?> ReadRequestAsync(CancellationToken cancellationToken = default)
    {
        int length;
        while ((length = HttpHead.Length(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_pending))) < 0)
        {
            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                return null;
            }
        }

        var head = HttpHead.Parse(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_pending)[..length]);
        _pending.RemoveRange(0, length);
        var content = new RawResponse(this, head, HttpBody.OfRequest(head));
        var body = await content.ReadBodyAsync(cancellationToken).ConfigureAwait(false);
        return content.Complete || body.Length == 0 ? (head, body) : null;
    }

    /// <summary>The next raw bytes, at most this many; empty at the end of the connection (FIN or RST).</summary>
    public async Task<byte[]> ReadRawAsync(int most = int.MaxValue, CancellationToken cancellationToken = default)
    {
        if (_pending.Count == 0 && !await FillAsync(cancellationToken).ConfigureAwait(false))
        {
            return [];
        }

        var bytes = _pending.GetRange(0, Math.Min(most, _pending.Count)).ToArray();
        _pending.RemoveRange(0, bytes.Length);
        return bytes;
    }

    /// <summary>Exactly this many raw bytes, or null where the connection ended before.</summary>
    public async Task<byte[]?> ReadExactlyAsync(int count, CancellationToken cancellationToken = default)
    {
        while (_pending.Count < count)
        {
            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                return null;
            }
        }

        return count == 0 ? [] : await ReadRawAsync(count, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Everything until the server ends the connection.</summary>
    public async Task<byte[]> ReadToEndAsync(CancellationToken cancellationToken = default)
    {
        while (await FillAsync(cancellationToken).ConfigureAwait(false))
        {
        }

        byte[] bytes = [.. _pending];
        _pending.Clear();
        return bytes;
    }

    /// <summary>FIN: nothing more will be sent, answers still welcome.</summary>
    public void FinishSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>RST, at once.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        _socket.Dispose();
    }

    internal void PushBack(ReadOnlySpan<byte> bytes) => _pending.InsertRange(0, bytes);

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        try
        {
            var count = await _stream.ReadAsync(_readBuffer, cancellationToken).ConfigureAwait(false);
            _pending.AddRange(_readBuffer.AsSpan(0, count));
            return count > 0;
        }
        catch (IOException error)
        {
            WasReset |= error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset };
            return false;
        }
    }
}
