using System.Buffers;
using System.Buffers.Text;

namespace MultiTransport.Load.Dialects.Native;

/// <summary>The native way up: <c>POST {base}</c> with the session's credential, answered with JSON.</summary>
internal abstract class NativePostClient : LoadClient
{
    private readonly PostQueue _queue;
    private RequestWriter? _text;
    private RequestWriter? _binary;
    private byte[] _decoded = [];

    protected NativePostClient(ClientSetup setup, int number, string dialect)
        : base(setup, number, dialect) => _queue = new PostQueue(setup.Traffic, Connect, CheckAnswer, OnAnswered);

    public override bool UpstreamIsAnswered => true;

    /// <summary>The credential, once it is known.</summary>
    public string? Credential { get; private set; }

    public override void Send(ReadOnlySpan<byte> message, bool isBinary = false) => _queue.Send(isBinary ? _binary! : _text!, message);

    /// <param name="credential">The value of <c>MultiTransport-Session</c>: id, a dot, secret.</param>
    protected void OpenedAs(string credential)
    {
        Credential = credential;
        _text = Setup.OwnPost(Setup.Path, $"Content-Type: text/plain;charset=UTF-8\r\nMultiTransport-Session: {credential}\r\n");
        _binary = Setup.OwnPost(Setup.Path, $"Content-Type: application/octet-stream\r\nMultiTransport-Session: {credential}\r\n");
        OnOpened();
    }

    protected void OnBase64(ReadOnlySpan<byte> base64)
    {
        if (_decoded.Length < base64.Length)
        {
            _decoded = new byte[base64.Length];
        }

        if (Base64.DecodeFromUtf8(base64, _decoded, out _, out var length) != OperationStatus.Done)
        {
            throw Fault("a binary message that is no base64");
        }

        OnMessage(_decoded.AsSpan(0, length));
    }

    /// <summary>Every message in JSON as the server writes it: <c>"text":"…"</c> or <c>"binary":"…"</c>. The generator's texts have nothing to escape.</summary>
    protected void OnJson(ReadOnlySpan<byte> json)
    {
        while (json.IndexOf("\":\""u8) is var at && at >= 0)
        {
            var isText = json[..at].EndsWith("\"text"u8);
            var isBinary = json[..at].EndsWith("\"binary"u8);
            json = json[(at + 3)..];
            var end = json.IndexOf((byte)'"');
            if (isText)
            {
                OnMessage(json[..end]);
            }
            else if (isBinary)
            {
                OnBase64(json[..end]);
            }

            json = json[(end + 1)..];
        }
    }

    private void CheckAnswer(HttpHead head)
    {
        if (head.Status is not (200 or 202))
        {
            throw Fault($"POST was answered {head.Status}");
        }
    }
}
