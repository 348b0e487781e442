namespace MultiTransport.Comparison.Reports.Html;

/// <summary>Values to places, in equal or in tenfold steps.</summary>
internal sealed class Scale
{
    private readonly double _from;
    private readonly double _to;
    private readonly double _start;
    private readonly double _end;
    private readonly bool _isLogarithmic;

    private Scale(double from, double to, double start, double end, bool isLogarithmic) =>
        (_from, _to, _start, _end, _isLogarithmic) = (from, to, start, end, isLogarithmic);

    public static Scale Linear(double most, double start, double end) => new(0, most <= 0 ? 1 : most, start, end, isLogarithmic: false);

    /// <summary>Whole powers of ten around the values.</summary>
    public static Scale Logarithmic(double least, double most, double start, double end)
    {
        var from = Math.Floor(Math.Log10(Math.Max(least, 1e-9)));
        var to = Math.Ceiling(Math.Log10(Math.Max(most, 1e-9)));
        return new Scale(from, Math.Max(to, from + 1), start, end, isLogarithmic: true);
    }

    public double Of(double value)
    {
        var place = _isLogarithmic ? Math.Log10(Math.Max(value, 1e-9)) : value;
        return _start + (Math.Clamp((place - _from) / (_to - _from), 0, 1) * (_end - _start));
    }

    public IEnumerable<double> Ticks()
    {
        if (_isLogarithmic)
        {
            for (var power = _from; power <= _to; power++)
            {
                yield return Math.Pow(10, power);
            }

            yield break;
        }

        var step = NiceStep(_to / 4);
        for (var value = 0.0; value <= _to * 1.0001; value += step)
        {
            yield return value;
        }
    }

    private static double NiceStep(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return (rough / power) switch { <= 1 => power, <= 2 => 2 * power, <= 5 => 5 * power, _ => 10 * power };
    }
}
