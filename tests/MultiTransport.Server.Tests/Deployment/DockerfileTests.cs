using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MultiTransport.Server.Tests.Deployment;

/// <summary>What the image claims, read off its Dockerfile; where an engine runs, building it says the rest.</summary>
public sealed partial class DockerfileTests
{
    private static readonly string[] Known =
        ["FROM", "WORKDIR", "COPY", "RUN", "ENV", "EXPOSE", "USER", "HEALTHCHECK", "STOPSIGNAL", "ENTRYPOINT"];

    private readonly List<(string Name, string Argument)> _instructions = [.. Read()];

    private IEnumerable<(string Name, string Argument)> Runtime => _instructions.Skip(_instructions.FindLastIndex(static one => one.Name == "FROM"));

    [Fact]
    public void Instructions_AreThoseThatAreNeeded() => Assert.Empty(_instructions.Select(static one => one.Name).Except(Known));

    [Fact]
    public void Stages_AreOfOneVersionAndTheLastHasNoShell()
    {
        var images = _instructions.Where(static one => one.Name == "FROM").Select(static one => one.Argument.Split(' ')[0]).ToArray();

        Assert.Equal(2, images.Length);
        Assert.All(images, static image => Assert.Matches(@"^mcr\.microsoft\.com/dotnet/[a-z]+:10\.0(-[a-z-]+)?$", image));
        Assert.EndsWith("-chiseled", images[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(Runtime, static one => one.Name == "RUN"); // there is no shell to run it
    }

    [Fact]
    public void Runtime_IsNobodyOfRightsAndIsAskedWhetherItLives()
    {
        Assert.Equal("$APP_UID", Runtime.Single(static one => one.Name == "USER").Argument);
        var entry = JsonSerializer.Deserialize<string[]>(Runtime.Single(static one => one.Name == "ENTRYPOINT").Argument)!;
        var health = JsonSerializer.Deserialize<string[]>(Runtime.Single(static one => one.Name == "HEALTHCHECK").Argument.Split("CMD ")[1])!;
        Assert.Equal(["dotnet", $"{typeof(Program).Assembly.GetName().Name}.dll"], entry);
        Assert.Equal([.. entry, "health"], health);
        Assert.Equal("SIGTERM", Runtime.Single(static one => one.Name == "STOPSIGNAL").Argument);
    }

    [Fact]
    public void Copies_AreOfWhatIsThereAndOfAllProjectsBeforeTheRestore()
    {
        var sources = _instructions.Where(static one => one.Name == "COPY" && !one.Argument.StartsWith("--from", StringComparison.Ordinal))
            .SelectMany(static one => one.Argument.Split(' ')[..^1]).ToArray();
        Assert.All(sources, static source => Assert.True(Path.Exists(RepositoryFile.Of(source)), $"{source} is not there."));

        var restore = _instructions.FindIndex(static one => one.Name == "RUN" && one.Argument.StartsWith("dotnet restore", StringComparison.Ordinal));
        var before = _instructions.Take(restore).Where(static one => one.Name == "COPY").SelectMany(static one => one.Argument.Split(' ')[..^1]).ToHashSet();
        Assert.Superset(Needed("src/MultiTransport.Server/MultiTransport.Server.csproj").ToHashSet(), before);
        var ignored = File.ReadAllLines(RepositoryFile.Of(".dockerignore"));
        Assert.All(sources, source => Assert.Contains(ignored, line => line.StartsWith('!') && source.StartsWith(line[1..], StringComparison.Ordinal)));
    }

    /// <summary>A project and all that it references.</summary>
    private static IEnumerable<string> Needed(string project)
    {
        var references = XDocument.Load(RepositoryFile.Of(project)).Descendants("ProjectReference").Select(static one => one.Attribute("Include")!.Value);
        return references.SelectMany(reference => Needed(Path.GetRelativePath(
            RepositoryFile.Root, Path.GetFullPath(Path.Combine(RepositoryFile.Root, Path.GetDirectoryName(project)!, reference))))).Prepend(project).Distinct();
    }

    private static IEnumerable<(string Name, string Argument)> Read()
    {
        var text = Continued().Replace(File.ReadAllText(RepositoryFile.Of("Dockerfile")), " ");
        return text.Split('\n').Where(static line => line.Length > 0 && !line.StartsWith('#')).Select(static line => (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim()));
    }

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continued();
}
