using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MultiTransport.Testing;

/// <summary>RFC 6455 by hand: any handshake, any frame.</summary>
public sealed class RawWebSocket : IAsyncDisposable
{
    private readonly RawHttp _connection;

    private RawWebSocket(RawHttp connection, string key, RawResponse? handshake)
    {
        _connection = connection;
        Key = key;
        Handshake = handshake!; // a server's side has none
    }

    public string Key { get; }

    /// <summary>The answer to the handshake; anything but 101 is for the test to judge.</summary>
    public RawResponse Handshake { get; }

    public RawHttp Connection => _connection;

    public bool Accepted => Handshake.StatusCode == 101 && Handshake.Head["Sec-WebSocket-Accept"] == AcceptOf(Key);

    /// <summary>Connects and sends a handshake. Headers given replace those of the same name; a null value leaves the header out.</summary>
    public static async Task<RawWebSocket> ConnectAsync(Uri address, string? protocol = null, params (string Name, string? Value)[] headers)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var all = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Connection"] = "Upgrade",
            ["Upgrade"] = "websocket",
            ["Sec-WebSocket-Version"] = "13",
            ["Sec-WebSocket-Key"] = key,
            ["Sec-WebSocket-Protocol"] = protocol,
        };
        foreach (var (name, value) in headers)
        {
            all[name] = value;
        }

        var raw = await RawHttp.ConnectAsync(address).ConfigureAwait(false);
        try
        {
            await raw.RequestAsync(
                "GET", address.PathAndQuery, null, [.. all.Where(header => header.Value is not null).Select(header => (header.Key, header.Value!))]).ConfigureAwait(false);
            return new RawWebSocket(raw, all["Sec-WebSocket-Key"] ?? "", await raw.ReadResponseAsync().ConfigureAwait(false));
        }
        catch
        {
            await raw.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The side of a server, once it accepted the handshake by itself. It sends frames that are not masked.</summary>
    public static RawWebSocket Over(RawHttp accepted) => new(accepted, "", null);

    public static string AcceptOf(string key)
    {
#pragma warning disable CA5350 // RFC 6455 asks for SHA-1
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
    }

    public Task SendTextAsync(string text) => SendFrameAsync(RawWebSocketOpcode.Text, Encoding.UTF8.GetBytes(text));

    public Task SendBinaryAsync(params byte[] bytes) => SendFrameAsync(RawWebSocketOpcode.Binary, bytes);

    public Task SendCloseAsync(int code = 1000, string reason = "") =>
        SendFrameAsync(RawWebSocketOpcode.Close, [(byte)(code >> 8), (byte)code, .. Encoding.UTF8.GetBytes(reason)]);

    public Task SendFrameAsync(RawWebSocketOpcode opcode, byte[] payload, bool fin = true, bool masked = true, int reserved = 0) =>
        _connection.SendAsync(Encode(opcode, payload, fin, masked, reserved));

    /// <summary>A frame whose header states another length than its payload has, or anything else: raw bytes.</summary>
    public Task SendRawAsync(params byte[] bytes) => _connection.SendAsync(bytes);

    public static byte[] Encode(RawWebSocketOpcode opcode, byte[] payload, bool fin = true, bool masked = true, int reserved = 0)
    {
        var frame = new List<byte> { (byte)((fin ? 0x80 : 0) | (reserved << 4) | (int)opcode) };
        var maskBit = masked ? 0x80 : 0;
        switch (payload.Length)
        {
            case < 126:
                frame.Add((byte)(maskBit | payload.Length));
                break;
            case <= ushort.MaxValue:
                frame.AddRange([(byte)(maskBit | 126), (byte)(payload.Length >> 8), (byte)payload.Length]);
                break;
            default:
                var length = new byte[8];
                BinaryPrimitives.WriteInt64BigEndian(length, payload.Length);
                frame.Add((byte)(maskBit | 127));
                frame.AddRange(length);
                break;
        }

        if (!masked)
        {
            frame.AddRange(payload);
            return [.. frame];
        }

        var mask = RandomNumberGenerator.GetBytes(4);
        frame.AddRange(mask);
        frame.AddRange(payload.Select((octet, index) => (byte)(octet ^ mask[index % 4])));
        return [.. frame];
    }

    /// <summary>The next frame, or null where the connection ended.</summary>
    public async Task<RawWebSocketFrame?> ReadFrameAsync(CancellationToken cancellationToken = default)
    {
        if (await _connection.ReadExactlyAsync(2, cancellationToken).ConfigureAwait(false) is not { } head)
        {
            return null;
        }

        long length = head[1] & 0x7F;
        if (length >= 126)
        {
            var extended = await _connection.ReadExactlyAsync(length == 126 ? 2 : 8, cancellationToken).ConfigureAwait(false);
            if (extended is null)
            {
                return null;
            }

            length = extended.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(extended) : BinaryPrimitives.ReadInt64BigEndian(extended);
        }

        var masked = (head[1] & 0x80) != 0;
        var mask = masked ? await _connection.ReadExactlyAsync(4, cancellationToken).ConfigureAwait(false) : [];
        var payload = await _connection.ReadExactlyAsync((int)length, cancellationToken).ConfigureAwait(false);
        if (mask is null || payload is null)
        {
            return null;
        }

        return new RawWebSocketFrame(
            (head[0] & 0x80) != 0,
            (head[0] >> 4) & 7,
            (RawWebSocketOpcode)(head[0] & 0xF),
            masked,
            masked ? [.. payload.Select((octet, index) => (byte)(octet ^ mask[index % 4]))] : payload);
    }

    /// <summary>The next data message with its fragments joined, or a close frame, or null at the end. Pings are answered, pongs passed over.</summary>
    public async Task<RawWebSocketFrame?> ReadMessageAsync(CancellationToken cancellationToken = default)
    {
        var opcode = RawWebSocketOpcode.Continuation;
        var payload = new List<byte>();
        while (await ReadFrameAsync(cancellationToken).ConfigureAwait(false) is { } frame)
        {
            switch (frame.Opcode)
            {
                case RawWebSocketOpcode.Ping:
                    await SendFrameAsync(RawWebSocketOpcode.Pong, frame.Payload).ConfigureAwait(false);
                    continue;
                case RawWebSocketOpcode.Pong:
                    continue;
                case RawWebSocketOpcode.Close:
                    return frame;
                case RawWebSocketOpcode.Continuation:
                    break;
                default:
                    opcode = frame.Opcode;
                    break;
            }

            payload.AddRange(frame.Payload);
            if (frame.Fin)
            {
                return frame with { Opcode = opcode, Payload = [.. payload] };
            }
        }

        return null;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
