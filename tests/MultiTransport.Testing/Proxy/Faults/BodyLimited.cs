using System.Globalization;

namespace MultiTransport.Testing;

/// <summary>The body of a request may have so many bytes: nginx' 1 MB (413), Caddy (502), AWS' 128 KB.</summary>
/// <param name="Most">The longest that passes.</param>
/// <param name="Status">What longer ones get.</param>
public sealed record BodyLimited(int Most = 1024 * 1024, int Status = 413) : RequestFault
{
    internal override async Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        var length = long.TryParse(exchange.Head["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out var announced)
            ? announced
            : (await exchange.BufferAsync().ConfigureAwait(false)).Length;
        return length <= Most ? await next().ConfigureAwait(false) : Answer.Html(Status, ("Connection", "close"));
    }
}
