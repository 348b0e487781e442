namespace MultiTransport.Testing;

/// <summary>
/// An answer ends after so many bytes of its content, in the middle of an event, a frame or a character: a proxy that restarts, a radio that goes.
/// <see cref="ShownAsCleanEnd"/> is the proxy that closes it properly all the same (see <see cref="CutShownAsCleanEnd"/>).
/// </summary>
public sealed record BodyCut : ResponseFault
{
    public required long After { get; init; }

    public CutKind Kind { get; init; } = CutKind.Reset;

    public bool ShownAsCleanEnd { get; init; }

    /// <summary>Goes on until the next character of more than one byte, and cuts behind its first byte.</summary>
    public bool InCharacter { get; init; }

    internal override async ValueTask<Answer> ChangeAsync(Exchange exchange, Answer answer)
    {
        var body = new Short(this, exchange, answer.Body);
        if (!ShownAsCleanEnd)
        {
            return answer with { Body = body };
        }

        return answer.Framing == BodyFraming.Length
            ? answer.WithContent(Bodies.Join(await Bodies.CollectAsync(body, exchange.Token).ConfigureAwait(false)))
            : answer.AsChunked() with { Body = body };
    }

    private sealed class Short(BodyCut fault, Exchange exchange, IBody body) : IBody
    {
        private long _left = fault.After;
        private bool _isOver;

        public async ValueTask<BodyPiece?> ReadAsync(CancellationToken token)
        {
            if (!_isOver && await body.ReadAsync(token).ConfigureAwait(false) is { } piece)
            {
                var most = MostOf(piece.Content.Span);
                if (most < 0)
                {
                    _left -= piece.Content.Length;
                    return piece;
                }

                _isOver = true;
                if (most > 0)
                {
                    return new BodyPiece(piece.Content[..most]);
                }
            }

            if (_isOver && !fault.ShownAsCleanEnd)
            {
                exchange.Connection.Cut(fault.Kind);
                throw new CutException(fault.Kind);
            }

            return null;
        }

        /// <summary>How many bytes of the piece still pass; -1 where all do and more may follow.</summary>
        private int MostOf(ReadOnlySpan<byte> content)
        {
            if (_left >= content.Length && (fault.InCharacter || _left > content.Length))
            {
                return -1;
            }

            if (!fault.InCharacter)
            {
                return (int)_left;
            }

            var from = (int)Math.Max(0, _left);
            var lead = content[from..].IndexOfAnyInRange((byte)0xC0, (byte)0xF7);
            return lead < 0 ? -1 : from + lead + 1;
        }
    }
}
