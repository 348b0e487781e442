namespace MultiTransport.Server.Tests.Hosting;

/// <summary>A server for what is measured: nothing runs beside it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class QuietServer : ICollectionFixture<ServerFixture>
{
    public const string Name = "one running server, and quiet";
}
