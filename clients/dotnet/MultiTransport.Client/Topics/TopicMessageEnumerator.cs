namespace MultiTransport.Client;

/// <summary>Hands messages of a topic over one at a time: asking for the next says that the last was handled.</summary>
internal sealed class TopicMessageEnumerator(SessionCore core, Handover handover, CancellationToken cancellationToken) : IAsyncEnumerator<ClientTopicMessage>
{
    private HandoverItem? _last;

    public ClientTopicMessage Current => _last?.Message ?? throw new InvalidOperationException("There is no message: call MoveNextAsync, and look at what it returns.");

    public ValueTask<bool> MoveNextAsync()
    {
        Handled();
        cancellationToken.ThrowIfCancellationRequested();
        return Take(out var arrival) ? new ValueTask<bool>(true) : arrival is null ? new ValueTask<bool>(false) : WaitAsync(arrival);
    }

    public ValueTask DisposeAsync()
    {
        Handled();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<bool> WaitAsync(Task? arrival)
    {
        while (arrival is not null)
        {
            await arrival.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (Take(out arrival))
            {
                return true;
            }
        }

        return false;
    }

    private bool Take(out Task? arrival)
    {
        var isTaken = handover.TryTake(out var item, out arrival);
        _last = isTaken ? item : null;
        return isTaken;
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
