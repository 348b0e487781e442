namespace MultiTransport.Architecture.Tests;

public sealed class SourceTreeTests
{
    [Fact]
    public void The_repository_is_read_without_what_git_ignores()
    {
        var paths = SourceTree.Repository.All.Select(file => file.Path).ToList();
        Assert.Contains("src/MultiTransport.Protocol/Frames/Varint.cs", paths);
        Assert.Contains("clients/PROTOCOL.md", paths);
        Assert.Contains(".editorconfig", paths);
        Assert.DoesNotContain(paths, path => path.Split('/').Any(part => part is "bin" or "obj" or ".git"));
    }
}
