namespace MultiTransport.Conformance.Runtimes;

/// <summary>A runtime for one scenario; given back with the end of it.</summary>
internal sealed class RuntimeLease(IClientRuntime runtime, SemaphoreSlim gate) : IDisposable
{
    public IClientRuntime Runtime { get; } = runtime;

    public void Dispose() => gate.Release();
}
