namespace MultiTransport.Server.Tests.Hosting;

[CollectionDefinition(Name)]
public sealed class RunningServer : ICollectionFixture<ServerFixture>
{
    public const string Name = "one running server";
}
