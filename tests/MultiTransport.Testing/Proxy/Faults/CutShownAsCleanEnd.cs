namespace MultiTransport.Testing;

/// <summary>
/// An answer that the server did not finish ends as if it were whole: nginx with an HTTP/1.0 server, Caddy, lighttpd, h2o, e2guardian. Chunks get their
/// terminator; where a length was announced the answer is held and gets the length of what came.
/// </summary>
public sealed record CutShownAsCleanEnd : ResponseFault
{
    internal override async ValueTask<Answer> ChangeAsync(Exchange exchange, Answer answer)
    {
        var body = new Clean(answer.Body);
        return answer.Framing == BodyFraming.Length
            ? answer.WithContent(Bodies.Join(await Bodies.CollectAsync(body, exchange.Token).ConfigureAwait(false)))
            : answer.AsChunked() with { Body = body };
    }

    private sealed class Clean(IBody body) : IBody
    {
        public async ValueTask<BodyPiece?> ReadAsync(CancellationToken token)
        {
            try
            {
                return await body.ReadAsync(token).ConfigureAwait(false);
            }
            catch (CutException)
            {
                return null;
            }
        }
    }
}
