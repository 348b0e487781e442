namespace MultiTransport.Server.Tests.Hosting;

/// <summary>A server of its own for what is asked of it without a page.</summary>
[CollectionDefinition(Name)]
public sealed class CommandServer : ICollectionFixture<ServerFixture>
{
    public const string Name = "one running server for commands";
}
