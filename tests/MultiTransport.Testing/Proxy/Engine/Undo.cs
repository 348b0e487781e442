namespace MultiTransport.Testing;

/// <summary>Takes back what was done.</summary>
internal sealed class Undo(Action undo) : IDisposable
{
    public void Dispose() => undo();
}
