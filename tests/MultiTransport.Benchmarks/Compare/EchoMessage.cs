using System.Buffers.Text;
using System.Text;
using MultiTransport.Load;

namespace MultiTransport.Benchmarks.Compare;

/// <summary>The 64 bytes of text that a client sends; no two of a run are the same.</summary>
internal sealed class EchoMessage
{
    public const int Length = 64;

    private const int NumberOffset = 21;
    private readonly byte[] _bytes;

    public EchoMessage(int client) =>
        _bytes = Encoding.ASCII.GetBytes($"client {client:D5} message 000000000 ".PadRight(Length, '.'));

    public ReadOnlySpan<byte> Bytes => _bytes;

    public int Number { get; private set; }

    public void Next() => Utf8Formatter.TryFormat(++Number, _bytes.AsSpan(NumberOffset), out _, new('D', 9));

    public void Check(ReadOnlySpan<byte> echo, string client)
    {
        if (!echo.SequenceEqual(_bytes))
        {
            throw new LoadException(
                $"{client}: wrong echo. Sent \"{Encoding.UTF8.GetString(_bytes)}\", got \"{Encoding.UTF8.GetString(echo)}\".");
        }
    }
}
