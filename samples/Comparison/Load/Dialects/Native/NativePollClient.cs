using System.Text;
using System.Text.Json;

namespace MultiTransport.Load.Dialects.Native;

/// <summary>What a loop around <c>curl</c> does: each answer says where the next poll goes (here taken from its Link header).</summary>
internal sealed class NativePollClient : NativePostClient
{
    private readonly string _wait;
    private readonly long _interval;
    private readonly byte[] _end;
    private byte[] _poll = new byte[512];
    private ClientSocket? _connection;

    private NativePollClient(ClientSetup setup, int number, string transport, bool isHeld)
        : base(setup, number, "native " + transport)
    {
        _wait = isHeld ? $"?wait={(int)Math.Ceiling(setup.Hold.TotalSeconds)}" : "?wait=0";
        _interval = isHeld ? 0 : MonotonicClock.Of(setup.PollInterval);
        _end = Encoding.ASCII.GetBytes($" HTTP/1.1\r\n{setup.Headers.For(RequestKind.Fetch, setup.Host)}\r\n");
    }

    private static ReadOnlySpan<byte> Link => "\r\nLink: <"u8;

    public static NativePollClient Long(ClientSetup setup, int number) => new(setup, number, "longpoll", isHeld: true);

    public static NativePollClient Short(ClientSetup setup, int number) => new(setup, number, "shortpoll", isHeld: false);

    public override void Open()
    {
        _connection = Connect(new HttpResponses(Setup.Traffic, OnPoll));
        _connection.SendHead(Setup.Get(Setup.Path + _wait));
    }

    private void OnPoll(HttpHead head, ReadOnlySpan<byte> body)
    {
        if (head.Status != 200 || !head.Header(Link, out var link))
        {
            throw Fault($"a poll was answered {head.Status} {Encoding.UTF8.GetString(body)}");
        }

        var length = Prepare(link[..link.IndexOf((byte)'>')]);
        if (_interval == 0)
        {
            _connection!.SendHead(_poll.AsSpan(0, length));
        }
        else
        {
            Setup.Loop.After(Setup.PollInterval, () => _connection!.SendHead(_poll.AsSpan(0, length)));
        }

        if (Credential is null)
        {
            using var json = JsonDocument.Parse(body.ToArray());
            OpenedAs(json.RootElement.GetProperty("session").GetString()!);
        }

        OnJson(body);
    }

    private int Prepare(ReadOnlySpan<byte> path)
    {
        if (_poll.Length < path.Length + _end.Length + 4)
        {
            _poll = new byte[(path.Length + _end.Length + 4) * 2];
        }

        var length = Append(0, "GET "u8);
        length = Append(length, path);
        return Append(length, _end);
    }

    private int Append(int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_poll.AsSpan(at));
        return at + bytes.Length;
    }
}
