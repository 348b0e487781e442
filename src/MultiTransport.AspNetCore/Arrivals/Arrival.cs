using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>One WebSocket handshake as it came in, and what became of it.</summary>
internal sealed class Arrival
{
    private readonly ArrivedResponse _headers;
    private int _answered;

    public Arrival(HttpContext context, long at)
    {
        At = at;
        var headers = context.Request.Headers;
        _headers = new ArrivedResponse
        {
            Arrived = true,
            Method = LogText.Clean(context.Request.Method),
            Protocol = context.Request.Protocol,
            Upgrade = Text(headers.Upgrade),
            Connection = Text(headers.Connection),
            Key = headers.SecWebSocketKey.Count > 0,
            Version = Text(headers.SecWebSocketVersion),
            Via = Text(headers.Via),
        };

        // Before the answer leaves: who got it may ask at once.
        context.Response.OnStarting(
            static state =>
            {
                var (arrival, response) = ((Arrival, HttpResponse))state;
                arrival._answered = response.StatusCode == StatusCodes.Status200OK ? StatusCodes.Status101SwitchingProtocols : response.StatusCode; // over HTTP/2 the yes is a 200
                return Task.CompletedTask;
            },
            (this, context.Response));
    }

    /// <summary>When, by the monotonic clock.</summary>
    public long At { get; }

    /// <summary>Set once an attach came through it.</summary>
    public bool IsAttached { get; set; }

    public ArrivedResponse Tell() => _headers with { Answered = _answered, Attached = IsAttached };

    private static string? Text(Microsoft.Extensions.Primitives.StringValues header) => header.Count == 0 ? null : LogText.Clean(header.ToString());
}
