using System.Buffers.Text;
using System.Security.Cryptography;
using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>RFC 6455 through the session's handler, so through its proxy.</summary>
internal sealed class WebSocketTransport : ITransport
{
    public string Name => TransportNames.WebSocket;

    public Attachment New(SessionCore core, string path, AttachMode mode, IAttachmentOwner owner) =>
        new WebSocketAttachment(core, path, NewToken(), mode, owner);

    public IProof NewProof(TimeSpan rtt) => new HandshakeProof(rtt);

    private static string NewToken()
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        return Base64Url.EncodeToString(random);
    }
}
