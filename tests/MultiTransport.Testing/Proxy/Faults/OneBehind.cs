namespace MultiTransport.Testing;

/// <summary>What the server wrote at once is held until it writes the next: an antivirus that holds the first event until the second comes. The head passes.</summary>
public sealed record OneBehind : ResponseFault
{
    /// <summary>Only the first is held, later ones pass.</summary>
    public bool OnlyFirst { get; init; }

    internal override ValueTask<Answer> ChangeAsync(Exchange exchange, Answer answer) => new(answer with { Body = new Behind(answer.Body, OnlyFirst) });

    private sealed class Behind(IBody body, bool onlyFirst) : IBody
    {
        private readonly Queue<BodyPiece> _ready = new();
        private List<byte> _held = [];
        private bool _isFree;

        public async ValueTask<BodyPiece?> ReadAsync(CancellationToken token)
        {
            while (true)
            {
                if (_ready.TryDequeue(out var ready))
                {
                    return ready;
                }

                var unit = new List<byte>();
                BodyPiece? piece;
                do
                {
                    piece = await body.ReadAsync(token).ConfigureAwait(false);
                    unit.AddRange((piece?.Content ?? default).Span);
                }
                while (piece is { EndsUnit: false });

                _isFree |= piece is null || (onlyFirst && _held.Count > 0);
                Give(_held);
                Give(_isFree ? unit : []);
                _held = _isFree ? [] : unit;
                if (piece is null && _ready.Count == 0)
                {
                    return null;
                }
            }
        }

        private void Give(List<byte> unit)
        {
            if (unit.Count > 0)
            {
                _ready.Enqueue(new BodyPiece(unit.ToArray()));
            }
        }
    }
}
