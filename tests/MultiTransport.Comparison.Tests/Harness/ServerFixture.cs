using MultiTransport.Comparison.Harness;

namespace MultiTransport.Comparison.Tests.Harness;

/// <summary>One server under test, a child process as in a run.</summary>
public sealed class ServerFixture : IDisposable
{
    internal ServerUnderTest Server { get; } = ServerUnderTest.Start();

    public void Dispose() => Server.Dispose();
}
