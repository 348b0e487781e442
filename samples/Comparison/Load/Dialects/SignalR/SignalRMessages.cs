using System.Text;

namespace MultiTransport.Load.Dialects.SignalR;

/// <summary>The JSON protocol of SignalR, as far as an echo needs it: records that end with 0x1E.</summary>
internal static class SignalRMessages
{
    public const byte Separator = 0x1e;

    public static readonly byte[] Handshake = Encoding.ASCII.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e");

    private static readonly byte[] InvocationStart = Encoding.ASCII.GetBytes("{\"type\":1,\"target\":\"Echo\",\"arguments\":[\"");
    private static readonly byte[] InvocationEnd = Encoding.ASCII.GetBytes("\"]}\u001e");

    private static ReadOnlySpan<byte> ArgumentStart => "\"arguments\":[\""u8;

    /// <summary>An invocation without an answer, as the client's <c>send</c> makes it. The text has nothing to escape.</summary>
    public static byte[] Invocation(ReadOnlySpan<byte> text) => [.. InvocationStart, .. text, .. InvocationEnd];

    /// <summary>Calls the handler for the argument of each invocation; true where the handshake was answered.</summary>
    public static bool Read(ReadOnlySpan<byte> data, PieceHandler invoked)
    {
        var isHandshake = false;
        while (data.IndexOf(Separator) is var end && end >= 0)
        {
            var record = data[..end];
            data = data[(end + 1)..];
            isHandshake |= record.SequenceEqual("{}"u8);
            var at = record.IndexOf(ArgumentStart);
            if (at >= 0)
            {
                var text = record[(at + ArgumentStart.Length)..];
                invoked(text[..text.IndexOf((byte)'"')]);
            }
        }

        return isHandshake;
    }
}
