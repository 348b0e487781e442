using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MultiTransport.Architecture.Tests;

/// <summary>What the documentation of an option says after "Default" is what a fresh instance has.</summary>
internal static partial class DocumentedDefaults
{
    /// <summary>Compares every settable public property of <paramref name="type"/>, its own and inherited ones of the same library.</summary>
    /// <param name="type">A class with a parameterless constructor.</param>
    /// <param name="documentation">The documentation files of its assembly and of those of its base classes.</param>
    public static IEnumerable<string> Violations(Type type, params XDocument[] documentation)
    {
        var fresh = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().Where(property => property.SetMethod is { IsPublic: true } && property.DeclaringType != typeof(object)))
        {
            var name = $"{type.Name}.{property.Name}";
            var member = documentation.SelectMany(file => file.Descendants("member"))
                .FirstOrDefault(element => element.Attribute("name")?.Value == $"P:{property.DeclaringType!.FullName}.{property.Name}");
            var value = property.GetValue(fresh);
            if (Default(member) is { } stated)
            {
                if (Differs(stated, value, property.PropertyType) is { } difference)
                {
                    yield return $"{name} is documented as {stated}, but {difference}";
                }
            }
            else if (IsPlain(property.PropertyType))
            {
                yield return $"{name} does not document its default";
            }
        }
    }

    /// <summary>The documentation file beside an assembly.</summary>
    public static XDocument Of(Assembly assembly) => XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"));

    private static string? Default(XElement? member)
    {
        if (member?.Element("summary") is not { } summary)
        {
            return null;
        }

        var text = string.Concat(summary.DescendantNodes().Select(node => node switch
        {
            XText words => words.Value,
            XElement { Name.LocalName: "see" } see => (see.Attribute("cref") ?? see.Attribute("langword"))?.Value.Split('.', ':')[^1],
            _ => "",
        }));
        var match = Stated().Match(text);
        return match.Success ? match.Groups[1].Value.Trim() : null;
    }

    private static bool IsPlain(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(TimeSpan) || Nullable.GetUnderlyingType(type) is not null
        || (type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable)));

    private static string? Differs(string stated, object? value, Type type)
    {
        var same = value switch
        {
            _ when stated.StartsWith("a ", StringComparison.Ordinal) => true, // it is computed, and the words say from what
            null => stated is "none" or "null",
            string text => stated == text || (text.Length == 0 && stated is "none" or "empty"),
            bool flag => stated == (flag ? "true" : "false"),
            TimeSpan time => Time(stated) == time,
            Enum choice => stated == choice.ToString(),
            Version version => stated == version.ToString(),
            IEnumerable many => Count(stated) == many.Cast<object>().Count(),
            IConvertible number when type.IsPrimitive => Number(stated) is { } parsed && parsed == number.ToDouble(CultureInfo.InvariantCulture),
            _ => false,
        };
        return same ? null : $"a fresh instance has {value ?? "null"}";
    }

    private static double? Number(string text) => double.TryParse(text.Replace(",", ""), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static int? Count(string text) => text.Split(' ')[^1] switch
    {
        "none" or "empty" => 0,
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        _ => null,
    };

    private static TimeSpan? Time(string text) => text.Split(' ') is not [var number, var unit] || Number(number) is not { } value ? null : unit switch
    {
        "ms" => TimeSpan.FromMilliseconds(value),
        "s" => TimeSpan.FromSeconds(value),
        "minute" or "minutes" => TimeSpan.FromMinutes(value),
        "hour" or "hours" => TimeSpan.FromHours(value),
        "day" or "days" => TimeSpan.FromDays(value),
        _ => null,
    };

    [GeneratedRegex(@"\bDefault:?\s+(.+?)(?:[;:(]|\.(?:\s|$)|$)", RegexOptions.Singleline)]
    private static partial Regex Stated();
}
