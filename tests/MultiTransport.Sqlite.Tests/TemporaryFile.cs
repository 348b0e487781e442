using MultiTransport.Testing;

namespace MultiTransport.Sqlite.Tests;

/// <summary>A place for a history's file; it is gone after the test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mt-history-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "topics.db");

    public ManualTimeProvider Time { get; } = new();

    public SqliteTopicHistory Open() => new(new SqliteTopicHistoryOptions { Path = Path }, Time);

    public void Dispose() => _folder.Delete(recursive: true);
}
