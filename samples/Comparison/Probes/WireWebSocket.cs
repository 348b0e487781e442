using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Probes;

/// <summary>A WebSocket client of bare bytes, blocking, that keeps every frame as it was on the wire, and may break the rules.</summary>
internal sealed class WireWebSocket : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = (int)Patience.TotalMilliseconds };

    public WireWebSocket(IPEndPoint server, string path)
    {
        _socket.Connect(server);
        Request = Encoding.ASCII.GetString(RequestWriter.Get(path, HeaderSet.Curl.For(RequestKind.WebSocket, server.ToString())));
        _socket.Send(Encoding.ASCII.GetBytes(Request));
        var answer = new List<byte>();
        var one = new byte[1];
        while (answer.Count < 4 || Encoding.ASCII.GetString([.. answer[^4..]]) != "\r\n\r\n")
        {
            if (_socket.Receive(one) == 0)
            {
                throw new LoadException("a WebSocket handshake was cut.");
            }

            answer.Add(one[0]);
        }

        Answer = Encoding.ASCII.GetString([.. answer]);
        if (!Answer.StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
        {
            throw new LoadException("a WebSocket handshake was answered: " + Answer);
        }
    }

    public string Request { get; }

    public string Answer { get; }

    /// <summary>Sends a frame and returns it as it went out.</summary>
    public byte[] Send(byte opcode, ReadOnlySpan<byte> payload, byte[]? key, bool isFinal = true)
    {
        var frame = Encode(opcode, payload, key, isFinal);
        SendRaw(frame);
        return frame;
    }

    /// <summary>Bytes that are frames already.</summary>
    public void SendRaw(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[_socket.Send(bytes)..];
        }
    }

    public static byte[] Encode(byte opcode, ReadOnlySpan<byte> payload, byte[]? key, bool isFinal = true)
    {
        var head = new List<byte> { (byte)((isFinal ? 0x80 : 0) | opcode) };
        var mask = key is null ? 0 : 0x80;
        Span<byte> length = stackalloc byte[8];
        switch (payload.Length)
        {
            case <= 125:
                head.Add((byte)(mask | payload.Length));
                break;
            case <= ushort.MaxValue:
                head.Add((byte)(mask | 126));
                BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)payload.Length);
                head.AddRange(length[..2]);
                break;
            default:
                head.Add((byte)(mask | 127));
                BinaryPrimitives.WriteUInt64BigEndian(length, (ulong)payload.Length);
                head.AddRange(length);
                break;
        }

        head.AddRange(key ?? []);
        return [.. head, .. key is null ? payload.ToArray() : MaskingVector.Mask(payload, key)];
    }

    /// <summary>The next frame, header and payload; null where the connection ended.</summary>
    public byte[]? Receive()
    {
        var head = Read(2);
        if (head is null)
        {
            return null;
        }

        var extra = (head[1] & 0x7f) switch { 126 => Read(2)!, 127 => Read(8)!, _ => [] };
        var length = extra.Length switch
        {
            2 => BinaryPrimitives.ReadUInt16BigEndian(extra),
            8 => (int)BinaryPrimitives.ReadUInt64BigEndian(extra),
            _ => head[1] & 0x7f,
        };
        return [.. head, .. extra, .. Read(length) ?? []];
    }

    public void Dispose() => _socket.Dispose();

    private byte[]? Read(int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            int got;
            try
            {
                got = _socket.Receive(bytes.AsSpan(read));
            }
            catch (SocketException fault) when (fault.SocketErrorCode == SocketError.ConnectionReset)
            {
                return null;
            }

            if (got == 0)
            {
                return null;
            }

            read += got;
        }

        return bytes;
    }
}
