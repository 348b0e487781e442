using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MultiTransport.Architecture.Tests;

/// <summary>The summary of a documented property, as the parts of a row: what it is, its default, and what is accepted.</summary>
internal sealed partial record DocumentationText(string Meaning, string Default, string Accepted)
{
    public static DocumentationText Of(XElement summary)
    {
        var text = Spaces().Replace(string.Concat(summary.Nodes().Select(Words)), " ").Trim();
        var stated = Stated().Match(text);
        return stated.Success
            ? new DocumentationText($"{text[..stated.Index]}{text[(stated.Index + stated.Length)..]}".Trim(), stated.Groups["default"].Value, stated.Groups["accepted"].Value)
            : new DocumentationText(text, "", "");
    }

    private static string Words(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => $"`{(see.Attribute("cref") ?? see.Attribute("langword"))!.Value.Split('(')[0].Split('.', ':')[^1]}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement other => string.Concat(other.Nodes().Select(Words)),
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\bDefault:?\s+(?<default>.+?)(?:;\s+(?:range\s+)?(?<accepted>.+?))?\.(?:\s|$)")]
    private static partial Regex Stated();
}
