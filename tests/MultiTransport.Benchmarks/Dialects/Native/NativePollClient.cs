using System.Text;
using System.Text.Json;
using MultiTransport.Benchmarks.Generator;

namespace MultiTransport.Benchmarks.Dialects.Native;

/// <summary>What a loop around <c>curl</c> does: each answer says where the next poll goes (here taken from its Link header).</summary>
internal sealed class NativePollClient(ClientSetup setup, int number) : NativePostClient(setup, number, "native lp")
{
    private readonly byte[] _poll = new byte[512];
    private ClientSocket? _connection;

    private static ReadOnlySpan<byte> Link => "\r\nLink: <"u8;

    private static ReadOnlySpan<byte> Text => "\"text\":\""u8;

    public override void Open()
    {
        _connection = Connect(new HttpResponses(OnPoll));
        _connection.Send(RequestWriter.Get(Target.Path));
    }

    private void OnPoll(HttpHead head, ReadOnlySpan<byte> body)
    {
        if (head.Status != 200 || !head.Header(Link, out var link))
        {
            throw Fault($"a poll was answered {head.Status} {Encoding.UTF8.GetString(body)}");
        }

        PollAgain(link[..link.IndexOf((byte)'>')]);
        var at = body.IndexOf(Text);
        if (at >= 0)
        {
            body = body[(at + Text.Length)..];
            Echoed(body[..body.IndexOf((byte)'"')]);
        }
        else if (body.IndexOf("\"session\":"u8) >= 0)
        {
            using var json = JsonDocument.Parse(body.ToArray());
            OpenedAs(json.RootElement.GetProperty("session").GetString()!);
        }
    }

    private void PollAgain(ReadOnlySpan<byte> path)
    {
        var length = Append(0, "GET "u8);
        length = Append(length, path);
        length = Append(length, " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8);
        _connection!.Send(_poll.AsSpan(0, length));
    }

    private int Append(int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_poll.AsSpan(at));
        return at + bytes.Length;
    }
}
