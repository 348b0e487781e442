using System.Net;
using System.Net.Sockets;

namespace MultiTransport.Testing;

/// <summary>A connection to the server behind the proxy, and one request after another on it.</summary>
internal sealed class OriginConnection : IDisposable
{
    private readonly Socket _socket;
    private InboxBody? _answer;
    private bool _closes;

    private OriginConnection(Socket socket, ProxyLane lane, CancellationToken life)
    {
        _socket = socket;
        Lane = lane;
        Inbox = new SocketInbox(socket, life);
        lane.Direct(socket);
    }

    public ProxyLane Lane { get; }

    public SocketInbox Inbox { get; }

    /// <summary>True where a request was begun whose answer was not read to its end, so that no other may follow.</summary>
    public bool IsBusy { get; private set; }

    public bool IsReusable => !_closes && !Inbox.Ended.IsCompleted && (!IsBusy || _answer is { Done: true });

    public static async Task<OriginConnection> ConnectAsync(int port, ProxyLane lane, CancellationToken life)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, life).ConfigureAwait(false);
            return new OriginConnection(socket, lane, life);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async Task SendAsync(HttpHead head, BodyFraming framing, IBody body, CancellationToken token)
    {
        IsBusy = true;
        _answer = null;
        await Lane.WriteAsync(head.ToBytes()).ConfigureAwait(false);
        await HttpWriter.WriteBodyAsync(Lane, framing, body, token).ConfigureAwait(false);
    }

    /// <summary>The head of the answer, with the body to be read.</summary>
    /// <param name="method">Of the request.</param>
    /// <param name="interim">Gets the 1xx answers before it.</param>
    /// <param name="token">Ends the waiting.</param>
    /// <exception cref="CutException">The connection ended before it.</exception>
    public async Task<Answer> ReadAnswerAsync(string method, Func<HttpHead, Task> interim, CancellationToken token)
    {
        IsBusy = true;
        while (true)
        {
            var head = await Inbox.ReadHeadAsync(token).ConfigureAwait(false) ?? throw new CutException(CutKind.Finish);
            if (head.StatusCode is >= 100 and < 200 and not 101)
            {
                await interim(head).ConfigureAwait(false);
                continue;
            }

            var body = HttpBody.OfResponse(head, method);
            _closes = head.HasToken("Connection", "close");
            var answer = new InboxBody(Inbox, body);
            _answer = head.StatusCode == 101 ? null : answer;
            var framing = body.Done && head["Content-Length"] != "0" ? BodyFraming.None
                : body.Chunked ? BodyFraming.Chunked
                : body.UntilClose ? BodyFraming.Close : BodyFraming.Length;
            return new Answer(head, framing, answer);
        }
    }

    public void Reset()
    {
        try
        {
            _socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // closed already: nothing is left to reset
        }

        _socket.Dispose();
        Inbox.Stop();
    }

    public void ShutDown()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // not connected any more
        }
    }

    /// <summary>Ends it as a proxy does: with FIN where nothing is under way (a close while reading would send RST), with RST otherwise.</summary>
    public async Task CloseAsync()
    {
        if (IsBusy && _answer is not { Done: true })
        {
            Reset();
            await Inbox.Ended.ConfigureAwait(false);
            return;
        }

        ShutDown();
        while (!Inbox.Ended.IsCompleted)
        {
            try
            {
                await Inbox.DiscardAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (CutException)
            {
                // the server was faster
            }
        }

        Dispose();
    }

    public void Dispose() => _socket.Dispose();
}
