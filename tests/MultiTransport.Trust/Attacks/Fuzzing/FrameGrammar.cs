using System.Text;
using MultiTransport.Testing;

namespace MultiTransport.Trust.Attacks.Fuzzing;

/// <summary>Frames that are mostly well-formed, with lengths, numbers and types that lie now and then.</summary>
internal static class FrameGrammar
{
    private static readonly byte[] _types =
    [
        .. "tbrsfaxgpqABPcm"u8, 0x80, WireFrameType.Publish, WireFrameType.TopicEvent, 0xBF, 0xC0, 0xDF, 0xE0, 0xFF, 0,
    ];

    private static readonly long[] _numbers = [0, 1, 2, 3, 127, 128, 255, 256, 4000, 4301, 16384, 32768, 33024, 33025, int.MaxValue, 1L << 32, WireVarint.MaxValue];

    public static byte[] Make(Random random)
    {
        var bytes = new List<byte>();
        for (var count = random.Next(1, 6); count > 0; count--)
        {
            bytes.AddRange(Frame(random));
        }

        return [.. bytes];
    }

    public static long Number(Random random) => _numbers[random.Next(_numbers.Length)];

    private static byte[] Frame(Random random)
    {
        var type = _types[random.Next(_types.Length)];
        byte[] payload = [.. Payload(type, random), .. random.Next(8) == 0 ? Noise(random) : []];
        byte[] length = random.Next(12) switch
        {
            0 => WireVarint.Bytes(Number(random)), // a lie
            1 => [(byte)(0x80 | ((payload.Length + 1) & 0x7F)), (byte)(0x80 | (((payload.Length + 1) >> 7) & 0x7F)), (byte)((payload.Length + 1) >> 14)], // longer than needed
            _ => WireVarint.Bytes(payload.Length + 1),
        };
        return [.. length, type, .. payload];
    }

    private static byte[] Payload(byte type, Random random) => type switch
    {
        WireFrameType.Text => Encoding.UTF8.GetBytes(new string((char)random.Next(1, 0xD800), random.Next(40))),
        WireFrameType.Request or WireFrameType.Response => [.. WireVarint.Bytes(Number(random)), "tbje?"u8[random.Next(5)], .. Noise(random)],
        WireFrameType.Ack => WireVarint.Bytes(Number(random)),
        WireFrameType.Fail => [.. WireVarint.Bytes(Number(random)), .. Encoding.ASCII.GetBytes(new string('x', random.Next(130)))],
        WireFrameType.Gap => [.. WireVarint.Bytes(Number(random)), .. WireVarint.Bytes(Number(random))],
        WireFrameType.Ping or WireFrameType.Pong => Noise(random)[..random.Next(9)],
        WireFrameType.Attach => AttachGrammar.Payload(random),
        WireFrameType.Promote => [.. WireVarint.Bytes(Number(random)), .. WireVarint.Bytes(Number(random)), .. WireVarint.Bytes(Number(random)), (byte)random.Next(3)],
        WireFrameType.Close => [.. WireVarint.Bytes(Number(random)), .. Encoding.UTF8.GetBytes(new string('é', random.Next(70)))],
        0x80 => [.. WireVarint.Bytes(Number(random)), .. WireVarint.Bytes(Number(random)), .. "websocket cut"u8],
        WireFrameType.Publish => [4, .. "open"u8, (byte)random.Next(5), (byte)'t', .. Noise(random)],
        _ => Noise(random),
    };

    private static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(20) == 0 ? random.Next(33_100) : random.Next(9, 40)];
        random.NextBytes(bytes);
        return bytes;
    }
}
