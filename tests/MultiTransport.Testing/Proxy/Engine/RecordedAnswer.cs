namespace MultiTransport.Testing;

/// <summary>An answer that is read once and can be given any number of times, also while it is still coming in.</summary>
internal sealed class RecordedAnswer(Answer source)
{
    private readonly Lock _gate = new();
    private readonly List<BodyPiece> _pieces = [];
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CutKind? _cut;

    public Answer Source { get; } = source;

    /// <summary>Completes when the source ended, well or not.</summary>
    public Task Over => _over.Task;

    /// <summary>True where all of it is there.</summary>
    public bool IsComplete => _over.Task.IsCompleted && _cut is null;

    /// <summary>Reads the source to its end.</summary>
    public async Task RecordAsync(CancellationToken token)
    {
        try
        {
            while (await Source.Body.ReadAsync(token).ConfigureAwait(false) is { } piece)
            {
                Add(piece);
            }
        }
        catch (Exception error) when (error is CutException || ProxiedConnection.IsEnd(error))
        {
            _cut = (error as CutException)?.Kind ?? CutKind.Reset;
        }

        _over.TrySetResult();
        Tell();
    }

    /// <summary>From its beginning.</summary>
    public Answer Give() => Source with { Body = new Reader(this) };

    private void Add(BodyPiece piece)
    {
        lock (_gate)
        {
            _pieces.Add(piece);
        }

        Tell();
    }

    private void Tell()
    {
        lock (_gate)
        {
            _more.TrySetResult();
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private sealed class Reader(RecordedAnswer owner) : IBody
    {
        private int _next;

        public async ValueTask<BodyPiece?> ReadAsync(CancellationToken token)
        {
            while (true)
            {
                Task more;
                lock (owner._gate)
                {
                    if (_next < owner._pieces.Count)
                    {
                        return owner._pieces[_next++];
                    }

                    if (owner.Over.IsCompleted)
                    {
                        return owner._cut is { } cut ? throw new CutException(cut) : null;
                    }

                    more = owner._more.Task;
                }

                await more.WaitAsync(token).ConfigureAwait(false);
            }
        }
    }
}
