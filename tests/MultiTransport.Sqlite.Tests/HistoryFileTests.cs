using Microsoft.Data.Sqlite;

namespace MultiTransport.Sqlite.Tests;

/// <summary>Files that are not as they should be, and disks that are full.</summary>
public sealed class HistoryFileTests
{
    [Fact]
    public async Task Open_WhereAnotherHasIt_SaysSo()
    {
        using var file = new TemporaryFile();
        await using var first = file.Open();

        var refused = Assert.Throws<InvalidOperationException>(file.Open);

        Assert.Contains(file.Path, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Another process may have it", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await first.AddAsync("t", "x")).Position); // which minds nothing
    }

    [Fact]
    public void Open_OfNoSqliteFile_SaysSo_AndLeavesItAlone()
    {
        using var file = new TemporaryFile();
        var text = new string('x', 4096);
        File.WriteAllText(file.Path, text);

        Assert.Contains("it is no SQLite file", Assert.Throws<InvalidOperationException>(file.Open).Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(file.Path));
    }

    [Fact]
    public void Open_InAFolderThatIsNotThere_SaysSo()
    {
        using var file = new TemporaryFile();

        Assert.Contains("cannot be used", Assert.Throws<InvalidOperationException>(
            () => new SqliteTopicHistory(new SqliteTopicHistoryOptions { Path = file.Path + "/none/topics.db" }, file.Time)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OfANewerVersion_RefusesToGuess()
    {
        using var file = new TemporaryFile();
        await file.Open().DisposeAsync();
        Run(file.Path, "PRAGMA user_version = 2;");

        Assert.Contains("has version 2 of its tables; this program knows version 1", Assert.Throws<InvalidOperationException>(file.Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFullDisk_FailsWhatIsAdded_AndNothingElse()
    {
        using var file = new TemporaryFile();
        using var history = HistoryFile.Open(new SqliteTopicHistoryOptions { Path = file.Path }, file.Time);
        Assert.Null(history.TryDo([Add("t", 10)]));
        history.Limit(pages: 20);

        var full = history.TryDo([Add("t", 10), Add("t", 200_000)]);

        Assert.Equal(13, Assert.IsType<SqliteException>(full).SqliteErrorCode); // SQLITE_FULL
        Assert.Equal(new TopicRange(1, 1), history.Range("t", HistoryCalls.Wide)); // of the two, neither
        Assert.Null(history.TryDo([Add("t", 10)]));
        Assert.Equal(2, history.Read("t", 0, 10, 1000, HistoryCalls.Wide).Count);
    }

    [Fact]
    public void Purge_DeletesWhatHasExpired_AlsoWhereNobodyAsksForIt()
    {
        using var file = new TemporaryFile();
        using var history = HistoryFile.Open(new SqliteTopicHistoryOptions { Path = file.Path }, file.Time);
        Assert.Null(history.TryDo([Add("t", 10)]));
        file.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Null(history.TryDo([Add("t", 10)]));
        file.Time.Advance(TimeSpan.FromMinutes(31));

        history.Purge();

        Assert.Equal(new TopicRange(2, 2), history.Range("t", HistoryCalls.Wide with { Age = TimeSpan.FromDays(1) }));
    }

    [Fact]
    public async Task AKilledWriter_LosesNothingThatWasAnswered()
    {
        using var file = new TemporaryFile();
        await using (var history = file.Open())
        {
            await history.AddAsync("t", "one");
            await history.AddAsync("t", "two");
            File.Copy(file.Path, file.Path + ".copy"); // what a killed process leaves behind: the file and its log as they are now
            File.Copy(file.Path + "-wal", file.Path + ".copy-wal");
        }

        await using var again = new SqliteTopicHistory(new SqliteTopicHistoryOptions { Path = file.Path + ".copy" }, file.Time);

        Assert.Equal("1:one 2:two", await again.TextsAsync("t"));
    }

    private static Job<TopicAppended> Add(string topic, int bytes) =>
        new(history => history.Append(topic, new TopicAppend(Message.FromBinary(new byte[bytes]), null, null, null), HistoryCalls.Wide));

    private static void Run(string path, string text)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
