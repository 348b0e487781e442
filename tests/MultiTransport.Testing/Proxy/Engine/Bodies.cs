namespace MultiTransport.Testing;

/// <summary>The simple bodies, and what is done with any.</summary>
internal static class Bodies
{
    public static IBody Empty { get; } = Of([]);

    public static IBody Of(byte[] content) => new Fixed([new BodyPiece(content)], null);

    public static IBody Of(IReadOnlyList<BodyPiece> pieces, CutKind? cut = null) => new Fixed(pieces, cut);

    public static async Task<List<BodyPiece>> CollectAsync(IBody body, CancellationToken token)
    {
        var pieces = new List<BodyPiece>();
        while (await body.ReadAsync(token).ConfigureAwait(false) is { } piece)
        {
            pieces.Add(piece);
        }

        return pieces;
    }

    public static byte[] Join(IEnumerable<BodyPiece> pieces) => [.. pieces.SelectMany(piece => piece.Content.ToArray())];

    public static async Task DiscardAsync(IBody body, CancellationToken token)
    {
        while (await body.ReadAsync(token).ConfigureAwait(false) is not null)
        {
        }
    }

    /// <summary>Pieces that are there already, and then the end, or the cut.</summary>
    private sealed class Fixed(IReadOnlyList<BodyPiece> pieces, CutKind? cut) : IBody
    {
        private int _next;

        public ValueTask<BodyPiece?> ReadAsync(CancellationToken token)
        {
            while (_next < pieces.Count)
            {
                if (pieces[_next++] is { Content.IsEmpty: false } piece)
                {
                    return new ValueTask<BodyPiece?>(piece);
                }
            }

            return cut is { } kind ? throw new CutException(kind) : default;
        }
    }
}
