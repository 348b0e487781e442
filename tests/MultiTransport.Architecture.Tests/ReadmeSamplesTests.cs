namespace MultiTransport.Architecture.Tests;

/// <summary>What the README prints of a sample is the sample, which other tests run.</summary>
public sealed class ReadmeSamplesTests
{
    [Theory]
    [InlineData("samples/Embedded/wwwroot/index.html", "html")]
    [InlineData("samples/Client/Program.cs", "csharp")]
    public void The_readme_prints_the_whole_file(string path, string language)
    {
        var files = SourceTree.Repository.All.ToDictionary(file => file.Path, file => file.Text);

        Assert.Contains($"```{language}\n{files[path].Trim()}\n```", files["README.md"], StringComparison.Ordinal);
        Assert.InRange(files[path].Trim().Split('\n').Length, 1, 10);
    }
}
