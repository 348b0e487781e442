using System.Collections;
using System.Reflection;

namespace MultiTransport.Server.Configuration;

/// <summary>
/// Fills options from the configuration, strictly, and notes every fault with its path: a name that does not exist, a value that cannot be read. A list
/// that is configured takes the place of the default one.
/// </summary>
internal sealed class SettingReader(List<string> faults)
{
    /// <summary>Fills what <paramref name="section"/> says; the rest stays as it is.</summary>
    /// <param name="section">The section.</param>
    /// <param name="target">The options.</param>
    /// <param name="except">Properties that are set elsewhere.</param>
    public void Fill(IConfigurationSection section, object target, params string[] except)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            faults.Add($"{section.Path} is '{section.Value}'; accepted is a section with {Names(target, except)}.");
        }

        foreach (var child in section.GetChildren())
        {
            if (Properties(target, except).FirstOrDefault(property => string.Equals(property.Name, child.Key, StringComparison.OrdinalIgnoreCase)) is not { } property)
            {
                faults.Add($"{child.Path}: there is no {child.Key}; there are {Names(target, except)}.");
            }
            else if (TryRead(child, property.PropertyType, property.GetValue(target), out var value))
            {
                property.SetValue(target, value);
            }
        }
    }

    /// <summary>What <paramref name="section"/> says, or else <paramref name="otherwise"/>.</summary>
    public T Read<T>(IConfigurationSection section, T otherwise) =>
        section.Exists() && TryRead(section, typeof(T), otherwise, out var value) ? (T)value! : otherwise;

    private static IEnumerable<PropertyInfo> Properties(object target, string[] except) =>
        target.GetType().GetProperties().Where(property => property.CanWrite && !except.Contains(property.Name, StringComparer.Ordinal));

    private static string Names(object target, string[] except) => string.Join(", ", Properties(target, except).Select(static property => property.Name).Order());

    private bool TryRead(IConfigurationSection section, Type type, object? current, out object? value)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        value = current;
        if (SettingValue.Accepted(type) is { } accepted)
        {
            return TryReadValue(section, type, accepted, out value);
        }

        if (ElementOf(type, typeof(IList<>), 0) is { } element)
        {
            value = ReadList(section, element);
            return true;
        }

        if (ElementOf(type, typeof(IDictionary<,>), 1) is { } named)
        {
            value = ReadDictionary(section, named);
            return true;
        }

        value = current ?? Activator.CreateInstance(type)!;
        Fill(section, value);
        return true;
    }

    private bool TryReadValue(IConfigurationSection section, Type type, string accepted, out object? value)
    {
        value = null;
        if (section.GetChildren().Any())
        {
            faults.Add($"{section.Path} is a section; accepted is {accepted}.");
            return false;
        }

        if (section.Value is null || SettingValue.TryParse(section.Value, type, out value))
        {
            return section.Value is not null; // null in JSON: as if it were not there
        }

        faults.Add($"{section.Path} is '{section.Value}'; accepted is {accepted}.");
        return false;
    }

    private IList ReadList(IConfigurationSection section, Type element)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        RefuseValue(section, "a list");
        foreach (var child in section.GetChildren())
        {
            if (TryRead(child, element, null, out var item))
            {
                list.Add(item);
            }
        }

        return list;
    }

    private IDictionary ReadDictionary(IConfigurationSection section, Type element)
    {
        var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), element), StringComparer.Ordinal)!;
        RefuseValue(section, "a section with names of your own");
        foreach (var child in section.GetChildren())
        {
            if (TryRead(child, element, null, out var item))
            {
                dictionary[child.Key] = item;
            }
        }

        return dictionary;
    }

    private void RefuseValue(IConfigurationSection section, string accepted)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            faults.Add($"{section.Path} is '{section.Value}'; accepted is {accepted}.");
        }
    }

    private static Type? ElementOf(Type type, Type generic, int argument) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == generic ? type.GetGenericArguments()[argument] : null;
}
