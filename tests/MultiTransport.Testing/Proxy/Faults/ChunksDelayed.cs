using System.Threading.Channels;

namespace MultiTransport.Testing;

/// <summary>Each piece of a slow answer is 200 ms late, without holding up the next: HAProxy without <c>option http-no-delay</c>.</summary>
public sealed record ChunksDelayed : ResponseFault
{
    public TimeSpan By { get; init; } = TimeSpan.FromMilliseconds(200);

    internal override ValueTask<Answer> ChangeAsync(Exchange exchange, Answer answer)
    {
        var late = new Late(answer.Body, By, exchange.Time, exchange.Token);
        return new ValueTask<Answer>(answer with { Body = late });
    }

    private sealed class Late : IBody
    {
        private readonly Channel<(BodyPiece Piece, long At)> _pieces = Channel.CreateUnbounded<(BodyPiece, long)>();
        private readonly TimeSpan _by;
        private readonly TimeProvider _time;

        public Late(IBody body, TimeSpan by, TimeProvider time, CancellationToken life)
        {
            _by = by;
            _time = time;
            _ = ReadAheadAsync(body, life);
        }

        public async ValueTask<BodyPiece?> ReadAsync(CancellationToken token)
        {
            try
            {
                var (piece, at) = await _pieces.Reader.ReadAsync(token).ConfigureAwait(false);
                if (_by - _time.GetElapsedTime(at) is var left && left > TimeSpan.Zero)
                {
                    await Task.Delay(left, _time, token).ConfigureAwait(false);
                }

                return piece;
            }
            catch (ChannelClosedException closed)
            {
                return closed.InnerException is { } error ? throw error : null;
            }
        }

        private async Task ReadAheadAsync(IBody body, CancellationToken life)
        {
            try
            {
                while (await body.ReadAsync(life).ConfigureAwait(false) is { } piece)
                {
                    _pieces.Writer.TryWrite((piece, _time.GetTimestamp()));
                }

                _pieces.Writer.TryComplete();
            }
            catch (Exception error) when (error is CutException || ProxiedConnection.IsEnd(error))
            {
                _pieces.Writer.TryComplete(error);
            }
        }
    }
}
