using System.Text;

namespace MultiTransport.Trust.Attacks.Fuzzing;

/// <summary>Breaks an input a little, in a way that parsers stumble over.</summary>
internal static class Mutation
{
    private const int LongestRun = 70_000; // over the longest frame and message

    private static readonly byte[][] _spices =
    [
        [0], [0xFF], [0x7F], [0x80], [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
        [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xEF, 0xBB, 0xBF],
        .. new[]
        {
            "\"", "\\", "{", "}", "[", "]", "null", "true", "-1", "1e999", "9007199254740993", "99999999999999999999999999", "0x10", "\\ud800", "\\u0000", "%00", "%0d%0a", "\u2028", "\u00A0",
            ".", "..", "v1.", "v2.", "/", ";", ",", "=", "&", "?", "#", "*", "text/event-stream;q=0", "A:", "{{", "${jndi:ldap://127.0.0.1:9}", "{0}", "%n%n", "<script>", "' OR 1=1 --",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public static byte[] Of(byte[] input, IReadOnlyList<byte[]> others, Random random)
    {
        var bytes = new List<byte>(input);
        for (var change = random.Next(4); change >= 0; change--)
        {
            Change(bytes, others, random);
        }

        return [.. bytes];
    }

    private static void Change(List<byte> bytes, IReadOnlyList<byte[]> others, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(1, 9), bytes.Count - at);
        switch (random.Next(9))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 5 when random.Next(10) == 0:
                bytes.InsertRange(at, Enumerable.Repeat((byte)random.Next(256), random.Next(LongestRun)));
                break;
            case 6:
                var other = others[random.Next(others.Count)];
                var from = random.Next(other.Length + 1);
                bytes.InsertRange(at, other[from..random.Next(from, other.Length + 1)]);
                break;
            default:
                bytes.InsertRange(at, _spices[random.Next(_spices.Length)]);
                break;
        }
    }
}
