using System.Globalization;

namespace MultiTransport.Server.Configuration;

/// <summary>How values are written in the configuration.</summary>
internal static class SettingValue
{
    /// <summary>What is accepted for a type, in words; null where it is no plain value.</summary>
    public static string? Accepted(Type type) =>
        type == typeof(string) ? "a text"
        : type == typeof(bool) ? "true or false"
        : type == typeof(int) ? $"a whole number, {int.MinValue} to {int.MaxValue}"
        : type == typeof(long) ? "a whole number"
        : type == typeof(TimeSpan) ? "a time, for example 00:00:20 (hours, minutes, seconds)"
        : type == typeof(Uri) ? "a URL"
        : type == typeof(TopicAccess) ? "nobody, anyone or policy:NAME"
        : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : null;

    public static bool TryParse(string text, Type type, out object? value)
    {
        value = null;
        if (type == typeof(string))
        {
            value = text;
        }
        else if (type == typeof(bool) && bool.TryParse(text, out var flag))
        {
            value = flag;
        }
        else if (type == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            value = number;
        }
        else if (type == typeof(long) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large))
        {
            value = large;
        }
        else if (type == typeof(TimeSpan) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span))
        {
            value = span;
        }
        else if (type == typeof(Uri) && Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            value = url;
        }
        else if (type == typeof(TopicAccess) && TopicAccess.TryParse(text, out var access))
        {
            value = access;
        }
        else if (type.IsEnum && !text.Any(char.IsAsciiDigit) && Enum.TryParse(type, text, ignoreCase: true, out var one) && Enum.IsDefined(type, one))
        {
            value = one;
        }

        return value is not null;
    }
}
