using System.Buffers;
using System.Net;
using System.Net.WebSockets;
using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>One WebSocket that bears frames. It reports inside turns; after <see cref="Drop"/> nothing more.</summary>
internal sealed class WebSocketCarrier(Turn turn, ClientHttp http, string path, string query, CarrierReader reader)
{
    private const int ReadSize = 16 * 1024;
    private const int KeptBuffer = 64 * 1024;

    private readonly CancellationTokenSource _life = new();
    private readonly BinaryDecoder _decoder = new();
    private readonly ClientWebSocket _socket = new();
    private ArrayBufferWriter<byte> _output = new();
    private bool _over;
    private bool _writing;

    public bool IsOpen { get; private set; }

    public required Action Opened { get; init; }

    /// <summary>Bytes came, and what they held was taken.</summary>
    public required Action Progress { get; init; }

    /// <summary>Fills the next WebSocket message; writes nothing where there is nothing to say.</summary>
    public required Action<IBufferWriter<byte>> Compose { get; init; }

    public required Action<CarrierEnd> Ended { get; init; }

    public void Start() => Background.Run(RunAsync);

    /// <summary>There may be something to write.</summary>
    public void Flush()
    {
        if (IsOpen && !_over && !_writing && Fill())
        {
            _writing = true;
            Background.Run(WriteAsync);
        }
    }

    /// <summary>Ends it without a report.</summary>
    public void Drop()
    {
        if (!_over)
        {
            _over = true;
            IsOpen = false;
            _ = _life.CancelAsync(); // of a receive: it aborts the socket
        }
    }

    private async Task RunAsync()
    {
        CarrierEnd end;
        try
        {
            if (await ConnectAsync().ConfigureAwait(false) is { } refused)
            {
                end = refused;
            }
            else
            {
                await ReceiveAsync().ConfigureAwait(false);
                end = CarrierEnd.Cut($"The WebSocket was closed with {(int?)_socket.CloseStatus} without a close frame.");
            }
        }
        catch (Exception error)
        {
            end = reader.IsOurs ? CarrierEnd.Cut(error.Message) : CarrierEnd.NoAnswer(error.Message);
        }

        turn.Run(() => End(end));
        await FarewellAsync().ConfigureAwait(false);
        _socket.Dispose();
    }

    private async Task<CarrierEnd?> ConnectAsync()
    {
        var options = _socket.Options;
        options.HttpVersion = http.Version;
        options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        options.AddSubProtocol(TransportNames.SubProtocol);
        options.CollectHttpResponseDetails = true;
        options.KeepAliveInterval = TimeSpan.Zero; // the session's own pings, on its own clock, see more
        foreach (var (name, value) in http.Headers)
        {
            options.SetRequestHeader(name, value);
        }

        var address = new UriBuilder(http.Address(path, query));
        address.Scheme = address.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs;
        try
        {
            await _socket.ConnectAsync(address.Uri, http.Invoker, _life.Token).ConfigureAwait(false);
        }
        catch (WebSocketException error) when (_socket.HttpStatusCode != default)
        {
            var status = (int)_socket.HttpStatusCode;
            return _socket.HttpStatusCode == HttpStatusCode.SwitchingProtocols
                ? CarrierEnd.NotOurs(error.Message, status)
                : CarrierEnd.RefusedByNetwork($"The handshake was answered with {status}.", status);
        }

        if (_socket.SubProtocol != TransportNames.SubProtocol)
        {
            return CarrierEnd.NotOurs("The handshake was accepted without the sub-protocol.", 101);
        }

        turn.Run(() =>
        {
            if (!_over)
            {
                IsOpen = true;
                Opened();
            }
        });
        return null;
    }

    private async Task ReceiveAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        ValueWebSocketReceiveResult received = default;
        Action feed = () => Feed(buffer.AsSpan(0, received.Count), received.EndOfMessage);
        while (!Volatile.Read(ref _over))
        {
            received = await _socket.ReceiveAsync(buffer.AsMemory(), _life.Token).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                break;
            }

            turn.Run(feed);
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    private void Feed(ReadOnlySpan<byte> bytes, bool endOfMessage)
    {
        if (_over)
        {
            return;
        }

        _decoder.Feed(bytes, reader);
        if (endOfMessage && !_decoder.IsBetweenFrames)
        {
            reader.Malformed();
        }

        Progress();
        if (reader.End is { } end && !_over)
        {
            End(end);
        }
    }

    private bool Fill()
    {
        Compose(_output);
        return _output.WrittenCount > 0;
    }

    private async Task WriteAsync()
    {
        try
        {
            var more = true;
            while (more)
            {
                await _socket.SendAsync(_output.WrittenMemory, WebSocketMessageType.Binary, endOfMessage: true, _life.Token).ConfigureAwait(false);
                turn.Run(() =>
                {
                    _output = _output.Capacity > KeptBuffer ? new ArrayBufferWriter<byte>() : _output;
                    _output.ResetWrittenCount();
                    more = _writing = !_over && Fill();
                });
            }
        }
        catch (Exception error)
        {
            turn.Run(() => End(CarrierEnd.Cut(error.Message)));
            _ = _life.CancelAsync();
        }
    }

    private void End(CarrierEnd end)
    {
        if (!_over)
        {
            _over = true;
            IsOpen = false;
            Ended(reader.End ?? end);
        }
    }

    /// <summary>Answers the server's closing handshake where it is still there to hear it.</summary>
    private async Task FarewellAsync()
    {
        try
        {
            if (reader.End?.Kind == CarrierEndKind.Closed && _socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _life.Token).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // it is gone already, which is what was wanted
        }
    }
}
