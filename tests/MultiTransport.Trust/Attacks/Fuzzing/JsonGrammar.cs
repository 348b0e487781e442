using System.Globalization;
using System.Text;

namespace MultiTransport.Trust.Attacks.Fuzzing;

/// <summary>JSON objects whose fields are known to their reader and whose values are anything.</summary>
internal sealed class JsonGrammar(params string[] fields)
{
    private static readonly string[] _values =
    [
        "null", "true", "0", "-0", "1", "-1", "1.5", "1e3", "1e400", "9007199254740991", "9007199254740993", "18446744073709551616", "1E-400", "\"\"", "\"a\"", "\"\\u0000\"", "\"\\ud800\"",
        "\"\\u2028\"", "\"open:a\"", "\"open:*\"", "\"user:ann:x\"", "\"websocket\"", "\"longpoll\"", "\"subscribe\"", "\"history\"", "\"presence\"", "\"q83vEjRWeJCrze8SNFZ4kA\"", $"\"{Vectors.Id}\"",
        $"\"{Vectors.Secret}\"", "\"AQID\"", "\"cgVqe30=\"", "\"====\"", "[]", "{}", "\"\uD83D\uDE00\"", "\"\\r\\nFORGED-BY-A-CLIENT\"", "01", "+1", "NaN", "'a'", "// a\n1",
    ];

    public byte[] Make(Random random) => Encoding.UTF8.GetBytes(Object(random, 0));

    private string Object(Random random, int depth)
    {
        var text = new StringBuilder("{");
        for (var count = random.Next(6); count > 0; count--)
        {
            text.Append(CultureInfo.InvariantCulture, $"\"{fields[random.Next(fields.Length)]}\":{Value(random, depth + 1)}{(count > 1 ? "," : "")}");
        }

        return text.Append('}').ToString();
    }

    private string Value(Random random, int depth) => random.Next(10) switch
    {
        0 or 1 when depth < 10 => Object(random, depth),
        2 or 3 when depth < 10 => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1)))}]",
        4 when random.Next(20) == 0 => new string('[', random.Next(100_000)),
        5 when random.Next(20) == 0 => $"\"{new string('x', random.Next(80_000))}\"",
        6 when random.Next(20) == 0 => new string('9', random.Next(5_000)),
        _ => _values[random.Next(_values.Length)],
    };
}
