using System.Globalization;
using System.Net;
using System.Text;

namespace MultiTransport.Comparison.Reports.Html;

/// <summary>Writes an SVG drawing; everything that is text is escaped here.</summary>
internal sealed class Svg(double width, double height, string label)
{
    /// <summary>Colours, and for whoever does not see them dashes, patterns and marks of their own.</summary>
    public const int Series = 7;

    private static readonly string[] Dashes = ["", "7 3", "2 3", "9 3 2 3", "4 4", "12 4", "1 4"];

    private readonly StringBuilder _text = new(FormattableString.Invariant(
        $"<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{Escape(label)}\">"));

    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    public static string ColourOf(int series) => $"var(--s{(series % Series) + 1})";

    public Svg Line(double x1, double y1, double x2, double y2)
    {
        Append($"<line class=\"grid\" x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\"/>");
        return this;
    }

    public Svg Text(double x, double y, string text, string anchor = "start", bool isTick = false)
    {
        Append($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\"{(isTick ? " class=\"tick\"" : "")}>{Escape(text)}</text>");
        return this;
    }

    public Svg Curve(IEnumerable<(double X, double Y)> points, int series)
    {
        var path = string.Join(' ', points.Select((point, index) => string.Create(CultureInfo.InvariantCulture, $"{(index == 0 ? 'M' : 'L')}{point.X:0.#} {point.Y:0.#}")));
        Append($"<path class=\"curve\" d=\"{path}\" stroke=\"{ColourOf(series)}\" stroke-dasharray=\"{Dashes[series % Dashes.Length]}\"/>");
        return this;
    }

    /// <summary>A bar whose filling differs by series also without colour: full, outlined, hatched.</summary>
    public Svg Bar(double x, double y, double barWidth, double barHeight, int series, string title, string? pattern = null)
    {
        Append($"<rect class=\"outline\" x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{Math.Max(barWidth, 0.5):0.#}\" height=\"{barHeight:0.#}\" fill=\"{pattern ?? ColourOf(series)}\"><title>{Escape(title)}</title></rect>");
        return this;
    }

    public Svg Define(string definition)
    {
        _text.Append("<defs>").Append(definition).Append("</defs>");
        return this;
    }

    public Svg Mark(double x, double y, int series)
    {
        var colour = ColourOf(series);
        switch (series % 4)
        {
            case 0:
                Append($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"4\" fill=\"{colour}\"/>");
                break;
            case 1:
                Append($"<rect x=\"{x - 3.5:0.#}\" y=\"{y - 3.5:0.#}\" width=\"7\" height=\"7\" fill=\"{colour}\"/>");
                break;
            case 2:
                Append($"<path d=\"M{x:0.#} {y - 5:0.#}l5 9h-10z\" fill=\"{colour}\"/>");
                break;
            default:
                Append($"<path d=\"M{x:0.#} {y - 5:0.#}l5 5l-5 5l-5 -5z\" fill=\"{colour}\"/>");
                break;
        }

        return this;
    }

    public override string ToString() => _text + "</svg>";

    private void Append(FormattableString text) => _text.Append(FormattableString.Invariant(text));
}
