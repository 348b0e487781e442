namespace MultiTransport.Client;

/// <summary>Hands messages over one at a time: asking for the next says that the last was handled.</summary>
internal sealed class MessageEnumerator(SessionCore core, CancellationToken cancellationToken) : IAsyncEnumerator<ClientMessage>
{
    private Delivery? _last;

    public ClientMessage Current => _last?.Message ?? throw new InvalidOperationException("There is no message: call MoveNextAsync, and look at what it returns.");

    public ValueTask<bool> MoveNextAsync()
    {
        Handled();
        cancellationToken.ThrowIfCancellationRequested();
        if (core.Inbox.Messages.TryRead(out var delivery))
        {
            _last = delivery;
            return new ValueTask<bool>(true);
        }

        return WaitAsync();
    }

    public ValueTask DisposeAsync()
    {
        Handled();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<bool> WaitAsync()
    {
        while (await core.Inbox.Messages.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (core.Inbox.Messages.TryRead(out var delivery))
            {
                _last = delivery;
                return true;
            }
        }

        return false;
    }

    private void Handled()
    {
        if (_last is { } last)
        {
            _last = null;
            core.Calls.Handled(last.Receipt);
        }
    }
}
