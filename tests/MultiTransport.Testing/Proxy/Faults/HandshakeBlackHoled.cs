namespace MultiTransport.Testing;

/// <summary>
/// A request, by default a WebSocket handshake, is taken and never answered, and the server never hears of it: firewalls that drop what they do not know,
/// HAProxy's <c>silent-drop</c> and <c>tarpit</c>. Chromium gives up after 46 s.
/// </summary>
public sealed record HandshakeBlackHoled : RequestFault
{
    public HandshakeBlackHoled() => Where = Requests.Upgrade;

    internal override async Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        await exchange.Connection.ClientEnded.WaitAsync(exchange.Token).ConfigureAwait(false);
        throw new CutException(CutKind.Finish);
    }
}
