namespace MultiTransport.Server.Tests.Hosting;

/// <summary>A server of its own for the pages of the lab, so that they are clicked through while others are.</summary>
[CollectionDefinition(Name)]
public sealed class LabServer : ICollectionFixture<ServerFixture>
{
    public const string Name = "one running server for the lab";
}
