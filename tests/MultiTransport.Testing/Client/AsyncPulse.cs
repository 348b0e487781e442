namespace MultiTransport.Testing;

/// <summary>An auto-reset signal for one waiting loop. Pulses before the wait are kept, as one.</summary>
internal sealed class AsyncPulse : IDisposable
{
    private readonly SemaphoreSlim _semaphore = new(0, 1);

    public void Set()
    {
        try
        {
            _semaphore.Release();
        }
        catch (SemaphoreFullException)
        {
            // set already
        }
        catch (ObjectDisposedException)
        {
            // nobody waits any more
        }
    }

    /// <summary>Waits for a pulse or for the time; the caller looks at its state again after either.</summary>
    public async Task WaitAsync(TimeSpan? most, TimeProvider time, CancellationToken cancellationToken)
    {
        if (most is null)
        {
            await _semaphore.WaitAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        if (most <= TimeSpan.Zero)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(most.Value, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _semaphore.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // the time has passed
        }
    }

    public void Dispose() => _semaphore.Dispose();
}
