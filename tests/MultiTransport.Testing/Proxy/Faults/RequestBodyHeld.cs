namespace MultiTransport.Testing;

/// <summary>
/// A request is forwarded when it is whole, with a Content-Length whatever it had: nginx, Apache, lighttpd, mitmproxy, Privoxy. No stream goes up through these.
/// </summary>
public sealed record RequestBodyHeld : RequestFault
{
    public RequestBodyHeld() => Where = Requests.NoUpgrade;

    internal override async Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        var isChunked = exchange.Framing == BodyFraming.Chunked;
        var content = await exchange.BufferAsync().ConfigureAwait(false);
        if (isChunked)
        {
            exchange.Head = exchange.Head.Without("Transfer-Encoding").WithHeader("Content-Length", $"{content.Length}");
        }

        return await next().ConfigureAwait(false);
    }
}
