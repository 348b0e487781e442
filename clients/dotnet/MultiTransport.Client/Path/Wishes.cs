namespace MultiTransport.Client;

/// <summary>The transport that the application asked for, and who waits for it.</summary>
internal sealed class Wishes(SessionCore core)
{
    private SendOutcome? _waiting;

    public string? Transport { get; private set; }

    /// <summary>Asks for a transport, or for the best one; another wish takes the place of the last one.</summary>
    public Task Use(string? transport)
    {
        _waiting?.Settle(new SessionException("superseded", "Another transport was asked for before this one was active."));
        _waiting = null;
        Transport = transport;
        if (transport is null)
        {
            return Task.CompletedTask;
        }

        var waiting = _waiting = new SendOutcome();
        if (core.IsLive)
        {
            Comply();
        }

        return waiting.Task;
    }

    /// <summary>Moves towards what the application asked for.</summary>
    public void Comply()
    {
        if (Transport is not { } wish)
        {
            return;
        }

        if (!core.Ladder.Has(wish))
        {
            Failed(wish, "not-offered", "The server does not offer it.");
            return;
        }

        if (core.Board.Active?.Transport == wish)
        {
            Fulfilled(wish);
            return;
        }

        core.Verdicts.Lift(wish);
        core.Climb.CallOff(null, $"The application asked for {wish}.");
        if (TransportTable.Find(wish) is not null || core.Board.IsPromoting)
        {
            return; // the climb tries it; the active way bridges
        }

        if (core.Board.Poller is { } poller)
        {
            poller.Become(wish);
            core.Board.Became(poller, "the application asked for it");
        }
        else
        {
            core.Board.TakeFloor("the application asked for it");
        }
    }

    public void Fulfilled(string transport) => End(transport, null);

    /// <summary>It is tried again all the same.</summary>
    public void Failed(string transport, string reason, string detail) =>
        End(transport, new SessionException(reason, detail.Length > 0 ? $"{transport} failed: {detail}" : $"{transport} failed: {reason}."));

    public void FailAll(SessionException error)
    {
        _waiting?.Settle(error);
        _waiting = null;
    }

    private void End(string transport, SessionException? error)
    {
        if (transport == Transport)
        {
            _waiting?.Settle(error);
            _waiting = null;
        }
    }
}
