namespace MultiTransport.Client;

/// <summary>The transport that the application asked for, and who waits for it.</summary>
internal sealed class Wishes
{
    private SendOutcome? _waiting;

    public string? Transport { get; private set; }

    /// <summary>Another wish takes the place of the last one.</summary>
    public Task Set(string? transport)
    {
        _waiting?.Settle(new SessionException("superseded", "Another transport was asked for before this one was active."));
        _waiting = null;
        Transport = transport;
        if (transport is null)
        {
            return Task.CompletedTask;
        }

        _waiting = new SendOutcome();
        return _waiting.Task;
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
