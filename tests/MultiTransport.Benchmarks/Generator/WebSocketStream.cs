using System.Buffers.Binary;
using System.Text;

namespace MultiTransport.Benchmarks.Generator;

internal delegate void WebSocketHandler(byte opcode, ReadOnlySpan<byte> payload);

/// <summary>The client's side of RFC 6455: the answer to the upgrade, then unmasked frames; writes masked ones.</summary>
internal sealed class WebSocketStream(Action upgraded, WebSocketHandler handler) : IReceiver
{
    public const byte Text = 1;
    public const byte Binary = 2;
    public const byte Close = 8;
    public const byte Ping = 9;
    public const byte Pong = 10;

    private const byte Final = 0x80;
    private const byte Masked = 0x80;
    private const int SmallLimit = 125;
    private const byte LengthOf16Bits = 126;

    private static ReadOnlySpan<byte> Mask => [0x37, 0xfa, 0x21, 0x3d];

    private readonly byte[] _frame = new byte[1024];
    private bool _isUpgraded;

    public static byte[] Upgrade(string path, string headers = "") => RequestWriter.Get(
        path,
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers);

    public int Receive(Span<byte> data) => _isUpgraded ? ReadFrame(data) : ReadAnswer(data);

    /// <summary>One masked, final frame; valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(byte opcode, ReadOnlySpan<byte> payload)
    {
        _frame[0] = (byte)(Final | opcode);
        var at = 2;
        if (payload.Length <= SmallLimit)
        {
            _frame[1] = (byte)(Masked | payload.Length);
        }
        else
        {
            _frame[1] = Masked | LengthOf16Bits;
            BinaryPrimitives.WriteUInt16BigEndian(_frame.AsSpan(2), (ushort)payload.Length);
            at = 4;
        }

        Mask.CopyTo(_frame.AsSpan(at));
        at += Mask.Length;
        for (var index = 0; index < payload.Length; index++)
        {
            _frame[at + index] = (byte)(payload[index] ^ Mask[index & 3]);
        }

        return _frame.AsSpan(0, at + payload.Length);
    }

    private int ReadAnswer(Span<byte> data)
    {
        if (!HttpHead.TryRead(data, out var head))
        {
            return 0;
        }

        if (head.Status != 101)
        {
            throw new BenchmarkException("an upgrade was answered: " + Encoding.UTF8.GetString(data));
        }

        _isUpgraded = true;
        upgraded();
        return head.Bytes.Length;
    }

    private int ReadFrame(Span<byte> data)
    {
        if (data.Length < 2)
        {
            return 0;
        }

        if ((data[0] & Final) == 0 || data[1] > LengthOf16Bits)
        {
            throw new BenchmarkException("a WebSocket frame that is fragmented, masked or over 64 KiB");
        }

        int length = data[1];
        var header = 2;
        if (length == LengthOf16Bits)
        {
            if (data.Length < 4)
            {
                return 0;
            }

            length = BinaryPrimitives.ReadUInt16BigEndian(data[2..]);
            header = 4;
        }

        if (data.Length < header + length)
        {
            return 0;
        }

        var opcode = (byte)(data[0] & 0x0f);
        var payload = data.Slice(header, length);
        if (opcode == Close)
        {
            var code = length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : 1005;
            throw new BenchmarkException($"the server closed a WebSocket with {code} \"{Encoding.UTF8.GetString(payload[Math.Min(2, length)..])}\"");
        }

        handler(opcode, payload);
        return header + length;
    }
}
