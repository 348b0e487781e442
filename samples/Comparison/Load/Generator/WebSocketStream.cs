using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace MultiTransport.Load;

internal delegate void WebSocketHandler(byte opcode, ReadOnlySpan<byte> payload);

/// <summary>The client's side of RFC 6455: the answer to the upgrade, then unmasked frames; writes masked ones.</summary>
internal sealed class WebSocketStream(Traffic traffic, Action upgraded, WebSocketHandler handler) : IReceiver
{
    public const byte Continuation = 0;
    public const byte Text = 1;
    public const byte Binary = 2;
    public const byte Close = 8;
    public const byte Ping = 9;
    public const byte Pong = 10;

    private const byte Final = 0x80;
    private const byte Masked = 0x80;
    private const int SmallLimit = 125;
    private const byte LengthOf16Bits = 126;
    private const byte LengthOf64Bits = 127;

    private byte[] _frame = new byte[1024];
    private readonly List<byte> _joined = [];
    private byte _opcode;
    private bool _isUpgraded;

    private static ReadOnlySpan<byte> Mask => [0x37, 0xfa, 0x21, 0x3d];

    /// <summary>Told when the server closes the WebSocket; without it that ends the run.</summary>
    public Action<int, string>? Closed { get; init; }

    public int Receive(Span<byte> data) => _isUpgraded ? ReadFrame(data) : ReadAnswer(data);

    /// <summary>One masked frame; valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(byte opcode, ReadOnlySpan<byte> payload, bool isFinal = true)
    {
        if (_frame.Length < payload.Length + 16)
        {
            _frame = new byte[(payload.Length * 2) + 16];
        }

        _frame[0] = (byte)((isFinal ? Final : 0) | opcode);
        var at = WriteLength(payload.Length);
        Mask.CopyTo(_frame.AsSpan(at));
        at += Mask.Length;
        for (var index = 0; index < payload.Length; index++)
        {
            _frame[at + index] = (byte)(payload[index] ^ Mask[index & 3]);
        }

        return _frame.AsSpan(0, at + payload.Length);
    }

    private int WriteLength(int length)
    {
        if (length <= SmallLimit)
        {
            _frame[1] = (byte)(Masked | length);
            return 2;
        }

        if (length <= ushort.MaxValue)
        {
            _frame[1] = Masked | LengthOf16Bits;
            BinaryPrimitives.WriteUInt16BigEndian(_frame.AsSpan(2), (ushort)length);
            return 4;
        }

        _frame[1] = Masked | LengthOf64Bits;
        BinaryPrimitives.WriteUInt64BigEndian(_frame.AsSpan(2), (ulong)length);
        return 10;
    }

    private int ReadAnswer(Span<byte> data)
    {
        if (!HttpHead.TryRead(data, out var head))
        {
            return 0;
        }

        traffic.ResponseHead(head.Bytes.Length);
        if (head.Status != 101)
        {
            throw new LoadException("an upgrade was answered: " + Encoding.UTF8.GetString(data));
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

        if ((data[1] & Masked) != 0)
        {
            throw new LoadException("a WebSocket frame of the server that is masked");
        }

        var header = data[1] switch { LengthOf16Bits => 4, LengthOf64Bits => 10, _ => 2 };
        if (data.Length < header)
        {
            return 0;
        }

        var length = data[1] switch
        {
            LengthOf16Bits => BinaryPrimitives.ReadUInt16BigEndian(data[2..]),
            LengthOf64Bits => (int)BinaryPrimitives.ReadUInt64BigEndian(data[2..]),
            var small => small,
        };
        if (data.Length < header + length)
        {
            return 0;
        }

        Join((byte)(data[0] & 0x0f), (data[0] & Final) != 0, data.Slice(header, length));
        return header + length;
    }

    /// <summary>Fragments make a message; control frames may stand between them.</summary>
    private void Join(byte opcode, bool isFinal, ReadOnlySpan<byte> payload)
    {
        if (opcode >= Close || (isFinal && opcode != Continuation))
        {
            Handle(opcode, payload);
            return;
        }

        _opcode = opcode == Continuation ? _opcode : opcode;
        _joined.AddRange(payload);
        if (isFinal)
        {
            Handle(_opcode, CollectionsMarshal.AsSpan(_joined));
            _joined.Clear();
        }
    }

    private void Handle(byte opcode, ReadOnlySpan<byte> payload)
    {
        if (opcode != Close)
        {
            handler(opcode, payload);
            return;
        }

        var code = payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : 1005;
        var reason = Encoding.UTF8.GetString(payload[Math.Min(2, payload.Length)..]);
        if (Closed is null)
        {
            throw new LoadException($"the server closed a WebSocket with {code} \"{reason}\"");
        }

        Closed(code, reason);
    }
}
