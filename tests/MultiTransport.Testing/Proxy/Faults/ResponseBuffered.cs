namespace MultiTransport.Testing;

/// <summary>
/// An answer, its head included, waits in the proxy until it is whole, or until so many bytes are there: nginx with an HTTP/1.0 server, lighttpd, mitmproxy;
/// of a kind of type only, content filters (<see cref="ContentTypes.Text"/>: Privoxy, e2guardian) and tunnels (<see cref="ContentTypes.AllButEventStream"/>:
/// cloudflared); of GET only, cloudflared's quick tunnels. An endless answer never arrives.
/// </summary>
public sealed record ResponseBuffered : ResponseFault
{
    /// <summary>A compressor that fills 1 KiB before it lets anything go, the head included (Traefik and Caddy with br or zstd), unless it is told not to transform.</summary>
    public static ResponseBuffered Compressing { get; } = new() { Until = 1024, HonoursNoTransform = true };

    /// <summary>So many bytes are let go together (4 KiB, 8 KiB; 1 MiB in body inspection); null waits for the end.</summary>
    public int? Until { get; init; }

    /// <summary>The head goes at once: ziproxy, and nginx behind padding. The trap of a stream that opens and stays mute.</summary>
    public bool HeadPasses { get; init; }

    /// <summary>True spares answers with <c>Cache-Control: no-transform</c>, as compressors do that honour it (HAProxy, Traefik).</summary>
    public bool HonoursNoTransform { get; init; }

    /// <summary>True spares answers with <c>X-Accel-Buffering: no</c>, as nginx does where its administrator did not forbid it.</summary>
    public bool HonoursAccelBuffering { get; init; }

    internal override async ValueTask<Answer> ChangeAsync(Exchange exchange, Answer answer)
    {
        if ((HonoursNoTransform && answer.Head.HasToken("Cache-Control", "no-transform"))
            || (HonoursAccelBuffering && answer.Head.HasToken("X-Accel-Buffering", "no")))
        {
            return answer;
        }

        IBody held = new Held(answer.Body, Until ?? int.MaxValue);
        if (HeadPasses)
        {
            return answer with { Body = held };
        }

        var first = await held.ReadAsync(exchange.Token).ConfigureAwait(false);
        return answer with { Body = new Prefixed(first, held) };
    }

    private sealed class Held(IBody body, int block) : IBody
    {
        private CutException? _cut;

        public async ValueTask<BodyPiece?> ReadAsync(CancellationToken token)
        {
            var together = new List<byte>();
            while (together.Count < block && await NextAsync(token).ConfigureAwait(false) is { } piece)
            {
                together.AddRange(piece.Content.Span);
            }

            if (together.Count > 0)
            {
                return new BodyPiece(together.ToArray());
            }

            return _cut is { } cut ? throw cut : null;
        }

        // What was held before a cut still goes on.
        private async ValueTask<BodyPiece?> NextAsync(CancellationToken token)
        {
            try
            {
                return _cut is null ? await body.ReadAsync(token).ConfigureAwait(false) : null;
            }
            catch (CutException cut)
            {
                _cut = cut;
                return null;
            }
        }
    }

    private sealed class Prefixed(BodyPiece? first, IBody rest) : IBody
    {
        private BodyPiece? _first = first;

        public ValueTask<BodyPiece?> ReadAsync(CancellationToken token)
        {
            if (_first is not { } piece)
            {
                return rest.ReadAsync(token);
            }

            _first = null;
            return new ValueTask<BodyPiece?>(piece);
        }
    }
}
