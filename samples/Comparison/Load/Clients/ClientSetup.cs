using System.Net;
using System.Text;

namespace MultiTransport.Load;

/// <summary>What the clients of a group are made with.</summary>
internal sealed record ClientSetup(EventLoop Loop, IPEndPoint Server, ILoadObserver Observer, Traffic Traffic)
{
    private readonly Dictionary<string, RequestWriter> _posts = []; // by everything that is in them: copies of this record share it

    public HeaderSet Headers { get; init; } = HeaderSet.Minimal;

    /// <summary>Where the server's endpoint is; peers have paths of their own.</summary>
    public string Path { get; init; } = "/echo";

    /// <summary>sdk clients ack with every message that goes up anyway, or only at half the window.</summary>
    public bool AckEach { get; init; }

    /// <summary>How often a short poll asks.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a long poll asks to be held; the server may hold it shorter.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether a client that lost its connection comes back, or ends the run.</summary>
    public bool Resumes { get; init; }

    /// <summary>A connection that is silent that long is taken for dead (0: never); PROTOCOL.md 13.6.</summary>
    public TimeSpan Heartbeat { get; init; }

    /// <summary>What the Host header says; another one than <see cref="Server"/> where a relay stands between.</summary>
    public string Host => Server.ToString();

    /// <summary>A POST that all clients of the group share, which one thread may do; ask once a client.</summary>
    public RequestWriter Post(string path, string headers = "")
    {
        var lines = Headers.For(RequestKind.Fetch, Host) + headers;
        var key = path + "\n" + lines;
        if (!_posts.TryGetValue(key, out var post))
        {
            post = new RequestWriter("POST", path, lines);
            _posts.Add(key, post);
        }

        return post;
    }

    /// <summary>A POST of one client.</summary>
    public RequestWriter OwnPost(string path, string headers = "") => new("POST", path, Headers.For(RequestKind.Fetch, Host) + headers);

    /// <summary>A whole request.</summary>
    public byte[] Request(string method, string path, ReadOnlySpan<byte> body = default) => new RequestWriter(method, path, Headers.For(RequestKind.Fetch, Host)).Write(body).ToArray();

    public byte[] Get(string path, RequestKind kind = RequestKind.Fetch, string headers = "") => RequestWriter.Get(path, Headers.For(kind, Host) + headers);

    /// <summary>GET with an Accept of its own in place of the header set's.</summary>
    public byte[] GetAccepting(string path, string accept)
    {
        var lines = Headers.For(RequestKind.EventSource, Host).Replace("Accept: text/event-stream", $"Accept: {accept}", StringComparison.Ordinal);
        return Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\n{lines}\r\n");
    }
}
