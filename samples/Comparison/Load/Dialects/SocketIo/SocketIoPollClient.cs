using System.Text.Json;

namespace MultiTransport.Load.Dialects.SocketIo;

/// <summary><c>transports: ["polling"]</c>.</summary>
internal sealed class SocketIoPollClient : LoadClient
{
    private const string Url = "/socket.io/?EIO=4&transport=polling";

    private readonly PostQueue _queue;
    private ClientSocket? _connection;
    private RequestWriter? _post;
    private byte[] _poll = [];
    private bool _isConnected;

    public SocketIoPollClient(ClientSetup setup, int number)
        : base(setup, number, "Socket.IO longpoll") => _queue = new PostQueue(setup.Traffic, Connect, CheckAnswer, messages => OnAnswered(_isConnected ? messages : 0));

    public override bool UpstreamIsAnswered => true;

    public override void Open()
    {
        _connection = Connect(new HttpResponses(Setup.Traffic, OnPoll));
        _connection.SendHead(Setup.Get(Url));
    }

    public override void Send(ReadOnlySpan<byte> message, bool isBinary = false) => _queue.Send(_post!, SocketIoPackets.Event(message));

    public override byte[]? Farewell() => _post!.Write(SocketIoPackets.Close).ToArray();

    private void OnPoll(HttpHead head, ReadOnlySpan<byte> body)
    {
        if (head.Status != 200)
        {
            throw Fault($"a poll was answered {head.Status}");
        }

        if (SocketIoPackets.IsOpen(body))
        {
            using var json = JsonDocument.Parse(body[1..].ToArray());
            var url = $"{Url}&sid={json.RootElement.GetProperty("sid").GetString()}";
            _poll = Setup.Get(url);
            _post = Setup.OwnPost(url, "Content-Type: text/plain;charset=UTF-8\r\n");
            _queue.Send(_post, SocketIoPackets.Connect);
            _connection!.SendHead(_poll);
            return;
        }

        _connection!.SendHead(_poll);
        while (body.Length > 0)
        {
            var end = body.IndexOf(SocketIoPackets.Separator);
            Handle(end < 0 ? body : body[..end]);
            body = end < 0 ? default : body[(end + 1)..];
        }
    }

    private void Handle(ReadOnlySpan<byte> packet)
    {
        if (SocketIoPackets.TryReadEvent(packet, out var text))
        {
            OnMessage(text);
        }
        else if (SocketIoPackets.IsConnected(packet))
        {
            _isConnected = true;
            OnOpened();
        }
        else if (packet.SequenceEqual(SocketIoPackets.Ping))
        {
            _queue.Send(_post!, SocketIoPackets.Pong);
        }
    }

    private void CheckAnswer(HttpHead head)
    {
        if (head.Status != 200)
        {
            throw Fault($"POST was answered {head.Status}");
        }
    }
}
