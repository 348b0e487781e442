namespace MultiTransport.Client;

/// <summary>
/// The one logical thread of a session: whatever changes its state runs here, one piece at a time. What asks for a turn from inside one (a cancellation that
/// runs a continuation at once, say) waits until the piece before it is done, so nobody sees state half-changed. No piece waits for anything.
/// </summary>
internal sealed class Turn(Action<Exception> fault)
{
    private readonly Lock _gate = new();
    private readonly Queue<Action> _next = new();
    private bool _running;

    /// <summary>Runs at the end of every turn: looks at what has changed and begins what is due.</summary>
    public Action Settle { get; set; } = static () => { };

    /// <summary>Runs a piece; it is done when this returns, unless the caller is inside a turn.</summary>
    public void Run(Action piece)
    {
        lock (_gate)
        {
            if (_running)
            {
                _next.Enqueue(piece);
                return;
            }

            _running = true;
            try
            {
                Step(piece);
                do
                {
                    while (_next.TryDequeue(out var next))
                    {
                        Step(next);
                    }

                    Step(Settle);
                }
                while (_next.Count > 0);
            }
            finally
            {
                _running = false;
            }
        }
    }

    private void Step(Action piece)
    {
        try
        {
            piece();
        }
        catch (Exception error)
        {
            fault(error); // a bug of this client must end the session, not hang it
        }
    }
}
