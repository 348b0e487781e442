using PublicApiGenerator;

namespace MultiTransport.Architecture.Tests;

/// <summary>What others compile against changes only where somebody means it: the change shows in a file.</summary>
public sealed class PublicApiTests
{
    public static TheoryData<string, Type> Packages => new()
    {
        { "src/MultiTransport.Protocol", typeof(Protocol.SessionId) },
        { "src/MultiTransport.Core", typeof(Session) },
        { "src/MultiTransport.AspNetCore", typeof(MultiTransportOptions) },
        { "src/MultiTransport.Sqlite", typeof(Sqlite.SqliteTopicHistoryOptions) },
        { "clients/dotnet/MultiTransport.Client", typeof(Client.ClientSession) },
    };

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_public_API_is_the_one_that_was_agreed(string project, Type type)
    {
        var options = new ApiGeneratorOptions { IncludeAssemblyAttributes = false, DenyNamespacePrefixes = [] };
        Snapshot.IsUpToDate($"{project}/PublicApi.txt", type.Assembly.GeneratePublicApi(options));
    }
}
