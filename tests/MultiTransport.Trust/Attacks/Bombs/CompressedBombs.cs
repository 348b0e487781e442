using System.IO.Compression;
using MultiTransport.Testing;
using MultiTransport.Trust.Ground;
using MultiTransport.Trust.Server;

namespace MultiTransport.Trust.Attacks.Bombs;

/// <summary>A megabyte or more of nothing, packed into a kilobyte, in bodies and on WebSockets: nothing here unpacks.</summary>
internal sealed class CompressedBombs : IAttack
{
    private const int Lanes = 4;
    private const int Unpacked = 64 * 1024 * 1024;

    private static readonly (string Encoding, byte[] Body)[] _bombs =
    [
        ("gzip", Pack(static inner => new GZipStream(inner, CompressionLevel.SmallestSize))), ("deflate", Pack(static inner => new ZLibStream(inner, CompressionLevel.SmallestSize))),
        ("br", Pack(static inner => new BrotliStream(inner, CompressionLevel.SmallestSize))),
    ];

    public string Name => "compressed-bombs";

    public string Idea => "64 MB of one letter as gzip, deflate and brotli, in bodies and in WebSocket messages marked as compressed";

    public Task RunAsync(Battle battle) => battle.RunAsync(Lanes, async random =>
    {
        var (encoding, body) = _bombs[random.Next(_bombs.Length)];
        var answer = random.Next(3) switch
        {
            0 => $"negotiate: {await Call.AskAsync(new Uri($"{battle.Server.Echo}/negotiate"), "POST", body, ("Content-Encoding", encoding))}",
            1 => "publish: " + await Call.AskAsync(
                new Uri(battle.Server.Url, "api/publish"), "POST", body, ("Content-Encoding", encoding), ("Content-Type", "application/json"), ("Authorization", $"Bearer {Credentials.ApiKey}")),
            _ => $"WebSocket: {await OverSocketAsync(battle.Server, body[..Math.Min(body.Length, 60_000)])}",
        };
        battle.Answers.Add(answer);
        if (answer.Contains(" 200", StringComparison.Ordinal) || answer.Contains("agreed", StringComparison.Ordinal) || answer.Contains(": 5", StringComparison.Ordinal))
        {
            battle.Fault($"a bomb in {encoding} was answered {answer}");
        }
    });

    private static async Task<string> OverSocketAsync(AttackedServer server, byte[] body)
    {
        await using var socket = await RawWebSocket.ConnectAsync(server.Echo, null, ("Sec-WebSocket-Extensions", "permessage-deflate"));
        if (socket.Handshake.Head["Sec-WebSocket-Extensions"] is { } extensions)
        {
            return $"agreed to {extensions}";
        }

        await socket.SendFrameAsync(RawWebSocketOpcode.Text, body, reserved: 4);
        return await socket.ReadMessageAsync() is { Opcode: RawWebSocketOpcode.Close, Payload: { Length: >= 2 } code } ? $"closed {(code[0] << 8) | code[1]}" : Call.Cut;
    }

    private static byte[] Pack(Func<Stream, Stream> packer)
    {
        var packed = new MemoryStream();
        using (var stream = packer(packed))
        {
            var piece = new byte[1024 * 1024];
            Array.Fill(piece, (byte)'[');
            for (var written = 0; written < Unpacked; written += piece.Length)
            {
                stream.Write(piece);
            }
        }

        return packed.ToArray();
    }
}
