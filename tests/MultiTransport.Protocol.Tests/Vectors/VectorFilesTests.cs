using System.Text.Json.Nodes;

namespace MultiTransport.Protocol.Tests;

public sealed class VectorFilesTests
{
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Vector.Folder, "*.json").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_list_has_vectors_with_names_of_their_own(string file)
    {
        foreach (var (_, list) in Vector.File(file))
        {
            var names = list!.AsArray().Select(vector => vector!["name"]!.GetValue<string>()).ToList();
            Assert.NotEmpty(names);
            Assert.Equal(names, names.Distinct());
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_and_list_is_described(string file)
    {
        var readme = File.ReadAllText(Path.Combine(Vector.Folder, "README.md"));
        var begin = readme.IndexOf($"**`{file}`**", StringComparison.Ordinal);
        Assert.True(begin >= 0, $"README.md has no paragraph for {file}.");
        var general = readme[..readme.IndexOf("## Files", StringComparison.Ordinal)];
        var paragraph = readme[begin..].Split("\n\n")[0];
        Assert.All(Vector.File(file), list => Assert.True(
            paragraph.Contains($"`{list.Key}`", StringComparison.Ordinal) || general.Contains($"**{list.Key}**", StringComparison.Ordinal),
            $"README.md does not say what {list.Key} of {file} is."));
    }

    [Fact]
    public void Bytes_are_read_in_each_of_their_forms()
    {
        Assert.Equal([0x0A, 0xFF], VectorBytes.Read(JsonNode.Parse("\"0AFF\"")!));
        Assert.Equal("aaa"u8, VectorBytes.Read(JsonNode.Parse("""{"fill":"61","length":3}""")!));
        Assert.Equal("aab"u8, VectorBytes.Read(JsonNode.Parse("""[{"fill":"61","length":2},"62"]""")!));
    }
}
