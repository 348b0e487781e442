namespace MultiTransport.Server.Telemetry;

/// <summary>Names as Prometheus has them, by the rules that OpenTelemetry's specification gives for the way there.</summary>
internal static class PrometheusNames
{
    /// <summary>A metric's name: the unit after it, and <c>_total</c> after what only grows.</summary>
    public static string OfMetric(string name, string unit, bool isCounter)
    {
        var clean = Clean(name, allowsColon: true);
        var ending = Unit(unit);
        if (ending.Length > 0 && !clean.EndsWith(ending, StringComparison.Ordinal))
        {
            clean = $"{clean}_{ending}";
        }

        return !isCounter || clean.EndsWith("_total", StringComparison.Ordinal) ? clean : $"{clean}_total";
    }

    public static string OfLabel(string name) => Clean(name, allowsColon: false);

    /// <summary>What stands in place of a unit of UCUM; one in braces only says what is counted.</summary>
    private static string Unit(string unit) => unit switch
    {
        "s" => "seconds",
        "ms" => "milliseconds",
        "By" => "bytes",
        "1" => "ratio",
        "" => "",
        _ when unit.StartsWith('{') => "",
        _ => Clean(unit, allowsColon: false).Trim('_'),
    };

    private static string Clean(string name, bool allowsColon)
    {
        var clean = string.Create(name.Length, (name, allowsColon), static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                var c = from.name[i];
                span[i] = char.IsAsciiLetterOrDigit(c) || c == '_' || (c == ':' && from.allowsColon) ? c : '_';
            }
        });
        return clean.Length == 0 || char.IsAsciiDigit(clean[0]) ? $"_{clean}" : clean;
    }
}
