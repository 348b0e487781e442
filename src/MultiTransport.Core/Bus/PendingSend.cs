namespace MultiTransport;

/// <summary>A message that waits for room in the log under <see cref="OverflowPolicy.Wait"/>.</summary>
internal sealed class PendingSend(OutgoingMessage message)
    : TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public OutgoingMessage Message { get; } = message;
}
