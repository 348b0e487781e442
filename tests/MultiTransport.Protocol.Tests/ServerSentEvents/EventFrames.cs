using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace MultiTransport.Protocol.Tests;

/// <summary>A receiver's half of section 3.1: the data of an event back into the bytes of a frame.</summary>
internal static class EventFrames
{
    public static List<byte[]?> Read(ReadOnlySpan<byte> stream) => [.. EventStreamParser.Parse(stream).Select(parsed => ReadData(parsed.Data))];

    /// <summary>The whole frame; null where the data carries none.</summary>
    private static byte[]? ReadData(string data) => data.Length == 0 ? null : data[0] switch
    {
        't' => Frame(Encoding.UTF8.GetBytes(data)),
        'm' => data.IndexOf(',') is var comma and > 0 && Decode(data[1..comma]) is { Length: > 0 } head
            ? Frame([(byte)'m', .. head, .. Encoding.UTF8.GetBytes(data[(comma + 1)..])])
            : null,
        '=' => Decode(data[1..]) is { Length: > 0 } bytes ? Frame(bytes) : null,
        _ => null,
    };

    private static byte[]? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        var length = 0;
        var whole = !base64.Any(char.IsWhiteSpace)
            && Base64.DecodeFromUtf8(Encoding.UTF8.GetBytes(base64), bytes, out _, out length) == OperationStatus.Done;
        return whole ? bytes[..length] : null;
    }

    private static byte[] Frame(byte[] typeAndPayload)
    {
        var length = new byte[Varint.MaxLength];
        return [.. length[..Varint.Write(length, typeAndPayload.Length)], .. typeAndPayload];
    }
}
