using System.Text.RegularExpressions;

namespace MultiTransport.Networks.Tests.Proxies;

/// <summary>
/// A file of <c>Configurations</c> with what only this run knows: <c>{folder}</c>, <c>{authority}</c>, <c>{listen NAME}</c> for a port that this program opens,
/// <c>{port NAME}</c> for one of somebody else. A name that begins with <c>self</c> begins with that of the program.
/// </summary>
internal static partial class ConfigurationFile
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Configurations");

    /// <summary>A file for that program; all other ports have names with that suffix.</summary>
    public static string Read(string file, string program, string suffix) =>
        Self().Replace(Named().Replace(File.ReadAllText(Path.Combine(Root, file)), $"{{$1 $2{suffix}}}"), $"{{$1 {program}");

    /// <summary>The ports that a program with this configuration opens.</summary>
    public static IReadOnlyList<int> Listens(string text) => [.. Placeholder().Matches(text).Where(static match => match.Groups["what"].Value == "listen").Select(PortOf)];

    public static string Fill(string text, string folder) => Placeholder().Replace(text, match => match.Groups["what"].Value switch
    {
        "folder" => folder,
        "authority" => TestAuthority.Instance.SigningFile,
        _ => $"{PortOf(match)}",
    });

    private static int PortOf(Match match) => Ports.Of(match.Groups["name"].Value);

    [GeneratedRegex(@"\{(?<what>folder|authority|listen|port)(?: (?<name>[a-z0-9-]+))?\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\{(listen|port) (?!self)([a-z0-9-]+)\}")]
    private static partial Regex Named();

    [GeneratedRegex(@"\{(listen|port) self")]
    private static partial Regex Self();
}
