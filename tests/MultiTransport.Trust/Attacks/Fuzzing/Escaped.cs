using System.Globalization;
using System.Text;

namespace MultiTransport.Trust.Attacks.Fuzzing;

/// <summary>Bytes as a line that people can read: printable ASCII as it is, the rest as \xHH, 64 and more of one byte as \*HHxN;.</summary>
internal static class Escaped
{
    private const int ShortestRun = 64;

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        for (var index = 0; index < bytes.Length;)
        {
            var one = bytes[index];
            var run = bytes[index..].IndexOfAnyExcept(one);
            run = run < 0 ? bytes.Length - index : run;
            if (run >= ShortestRun)
            {
                text.Append(CultureInfo.InvariantCulture, $@"\*{one:X2}x{run};");
                index += run;
                continue;
            }

            _ = one is >= 0x20 and < 0x7F and not (byte)'\\' ? text.Append((char)one) : text.Append(CultureInfo.InvariantCulture, $@"\x{one:X2}");
            index++;
        }

        return text.ToString();
    }

    public static byte[] Read(string text)
    {
        var bytes = new List<byte>();
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] != '\\')
            {
                bytes.Add((byte)text[index]);
            }
            else if (text[index + 1] == 'x')
            {
                bytes.Add(byte.Parse(text.AsSpan(index + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                index += 3;
            }
            else
            {
                var end = text.IndexOf(';', index);
                bytes.AddRange(Enumerable.Repeat(
                    byte.Parse(text.AsSpan(index + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture), int.Parse(text.AsSpan(index + 5, end - index - 5), CultureInfo.InvariantCulture)));
                index = end;
            }
        }

        return [.. bytes];
    }
}
