namespace MultiTransport.AspNetCore.Doctor;

/// <summary>The same answer given to two requests for the same URL.</summary>
internal sealed class CacheRule : IRule
{
    public Culprit? Judge(Readings readings)
    {
        var shared = readings.Observations.Repeats.Where(static repeat => repeat.Serials.Count > 1 && repeat.Serials[0].Length > 0 && repeat.Serials.Distinct().Count() < repeat.Serials.Count).ToArray();
        if (shared.Length == 0)
        {
            return null;
        }

        var defiant = shared.Any(static repeat => repeat.NoStore);
        var known = readings.Products.FirstOrDefault(static each => each.Product == Product.Varnish || each.Product == Product.Squid);
        return new Culprit
        {
            Id = "cache",
            Sentence = defiant
                ? "A cache answers the second request for a URL with the first one's answer, although the server forbids it."
                : $"A cache{(known is null ? "" : $" ({known.Product})")} answers the second request for a URL with the first one's answer where nothing forbids it. MultiTransport forbids it everywhere.",
            Confidence = Confidence.Certain,
            Side = known?.Product.Side ?? Side.Unknown,
            Evidence = [.. shared.Select(Tell), .. known is null ? [] : new[] { known.Evidence }],
            Impairs = defiant,
        };
    }

    private static string Tell(RepeatProbe repeat) =>
        $"two requests for one URL{(repeat.Together ? " at once" : ", one after the other")}, {(repeat.NoStore ? "with no-store" : "without Cache-Control")}: both got answer {LogText.Clean(repeat.Serials[0])}, the second after {repeat.At.ElementAtOrDefault(1):0} ms";
}
