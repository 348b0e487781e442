using System.Collections;
using System.Reflection;
using System.Text;
using System.Xml.Linq;

namespace MultiTransport.Architecture.Tests;

/// <summary>One class of options as a table, made from its documentation.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Where">Where they are set, in the words of the page.</param>
/// <param name="Type">The class.</param>
/// <param name="Except">Properties that have a table of their own.</param>
internal sealed record OptionsSection(string Title, string Where, Type Type, params string[] Except)
{
    public void Write(StringBuilder page, IReadOnlyCollection<XElement> members)
    {
        page.Append('\n').Append("## ").Append(Title).Append("\n\n").Append(Where).Append("\n\n| option | default | accepted | |\n| --- | --- | --- | --- |\n");
        foreach (var (name, text) in Rows(Type, "", members))
        {
            page.Append($"| `{name}` | {Cell(text.Default)} | {Cell(text.Accepted)} | {Cell(text.Meaning)} |\n");
        }
    }

    private IEnumerable<(string Name, DocumentationText Text)> Rows(Type type, string prefix, IReadOnlyCollection<XElement> members)
    {
        foreach (var property in Settable(type).Where(property => !Except.Contains(property.Name)))
        {
            if (IsGroup(property.PropertyType))
            {
                foreach (var row in Rows(property.PropertyType, $"{prefix}{property.Name}.", members))
                {
                    yield return row;
                }
            }
            else
            {
                yield return ($"{prefix}{property.Name}", TextOf(property, members));
            }
        }
    }

    private static DocumentationText TextOf(PropertyInfo property, IEnumerable<XElement> members)
    {
        var name = $"P:{property.DeclaringType!.FullName}.{property.Name}";
        var summary = members.FirstOrDefault(member => member.Attribute("name")?.Value == name)?.Element("summary");
        var text = DocumentationText.Of(summary ?? throw new InvalidOperationException($"{name} has no summary."));
        return text.Accepted.Length > 0 ? text : text with { Accepted = Choices(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) };
    }

    private static string Choices(Type type) =>
        type == typeof(bool) ? "true or false"
        : type.IsEnum ? string.Join(", ", Enum.GetNames(type).Select(name => $"`{name}`"))
        : type.Name == nameof(TopicAccess) ? "`nobody`, `anyone` or `policy:NAME`"
        : "";

    /// <summary>In the order of the source, those of a base class first.</summary>
    private static IEnumerable<PropertyInfo> Settable(Type type) => type.GetProperties()
        .Where(property => property.SetMethod is { IsPublic: true })
        .OrderBy(property => property.DeclaringType == type)
        .ThenBy(property => property.MetadataToken);

    private static bool IsGroup(Type type) =>
        type.IsClass && type.Namespace?.StartsWith("MultiTransport", StringComparison.Ordinal) == true && !type.IsAssignableTo(typeof(IEnumerable)) && type.GetConstructor([]) is not null;

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
