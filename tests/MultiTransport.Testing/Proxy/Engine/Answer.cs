using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace MultiTransport.Testing;

/// <summary>A response on its way to the client. A 101 has no body: what follows it is a tunnel.</summary>
internal sealed record Answer(HttpHead Head, BodyFraming Framing, IBody Body)
{
    public int StatusCode => Head.StatusCode;

    public bool IsUpgrade => StatusCode == 101;

    public string ContentType => (Head["Content-Type"] ?? "").Split(';')[0].Trim().ToLowerInvariant();

    /// <summary>True where the connection must end with it.</summary>
    public bool Closes => Framing == BodyFraming.Close || Head.HasToken("Connection", "close");

    /// <summary>An answer of the proxy itself.</summary>
    public static Answer Of(int status, string contentType, byte[] body, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var head = new HttpHead($"HTTP/1.1 {status} {ReasonPhrases.GetReasonPhrase(status)}", []);
        foreach (var (name, value) in headers)
        {
            head = head.WithHeader(name, value);
        }

        if (body.Length > 0)
        {
            head = head.WithHeader("Content-Type", contentType);
        }

        return new Answer(head.WithHeader("Content-Length", $"{body.Length}"), BodyFraming.Length, Bodies.Of(body));
    }

    /// <summary>What proxies say: a page for people.</summary>
    public static Answer Html(int status, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var title = $"{status} {ReasonPhrases.GetReasonPhrase(status)}";
        return Of(status, "text/html", Encoding.ASCII.GetBytes($"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\r\n"), headers);
    }

    /// <summary>The same head with a body that is there already.</summary>
    public Answer WithContent(byte[] content) => Framing == BodyFraming.None
        ? this
        : new Answer(Head.Without("Transfer-Encoding").WithHeader("Content-Length", $"{content.Length}"), BodyFraming.Length, Bodies.Of(content));

    /// <summary>The same with chunks, so that its length need not be known and its end need not end the connection.</summary>
    public Answer AsChunked() => Framing is BodyFraming.None or BodyFraming.Chunked
        ? this
        : this with { Head = Head.Without("Content-Length").WithHeader("Transfer-Encoding", "chunked"), Framing = BodyFraming.Chunked };
}
