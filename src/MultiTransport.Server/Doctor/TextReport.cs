using System.Globalization;
using System.Text;
using MultiTransport.AspNetCore.Doctor;

namespace MultiTransport.Server.Doctor;

/// <summary>The diagnosis for a terminal.</summary>
internal static class TextReport
{
    private const int Columns = 45;
    private const int NameWidth = 34;

    public static string Of(Observations observations, Diagnosis diagnosis)
    {
        var text = new StringBuilder();
        text.AppendLine().AppendLine(diagnosis.Sentence);
        text.AppendLine(CultureInfo.InvariantCulture, $"Health: {Report.Say(diagnosis.Health)}. Confidence: {Sentences.Say(diagnosis.Confidence)}. Transport: {diagnosis.Transport ?? "none"}.");
        Lines(text, "", diagnosis.Advice);
        foreach (var culprit in diagnosis.Culprits)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"[{culprit.Id}] {culprit.Sentence}");
            text.AppendLine(CultureInfo.InvariantCulture, $"  {Capital(Sentences.Say(culprit.Confidence))}{Report.Who(culprit.Side)}. Proof:");
            Lines(text, "  - ", culprit.Evidence);
            foreach (var remedy in culprit.Remedies)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {remedy.Title} ({remedy.File}):");
                Lines(text, "      ", remedy.Lines.Split('\n'));
                Lines(text, "    ", remedy.Note is null ? [] : [remedy.Note]);
            }
        }

        Section(text, "Where", diagnosis.Whereabouts);
        Section(text, "Unknown", diagnosis.Unknown);
        Section(text, "Good to know", diagnosis.Notes);
        Section(text, "On the way", diagnosis.Products);
        Strips(text, observations, diagnosis);
        Ladder(text, diagnosis);
        return text.ToString();
    }

    private static void Strips(StringBuilder text, Observations observations, Diagnosis diagnosis)
    {
        if (observations.Strips.Count == 0)
        {
            return;
        }

        var end = Math.Max(StripPlan.EndAt, observations.Strips.Max(static strip => Math.Max(strip.End ?? 0, strip.GaveUp ?? 0)));
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"When events came (o; a digit where several came together), 0 to {end / 1000:0.0} s:");
        text.Append(' ', 2).Append("as sent".PadRight(NameWidth)).Append('|').Append(Draw(StripPlan.Beats.Select(static beat => (double)beat), end)).AppendLine("|");
        foreach (var strip in observations.Strips)
        {
            text.Append(' ', 2).Append(StripPlan.TitleOf(strip.Name).PadRight(NameWidth)).Append('|').Append(Draw(strip.Beats.Select(static beat => beat.At), end)).Append("| ")
                .AppendLine(diagnosis.Strips[strip.Name].Verdict.ToString());
        }
    }

    private static string Draw(IEnumerable<double> times, double end)
    {
        var columns = times.GroupBy(time => (int)Math.Clamp(time / end * (Columns - 1), 0, Columns - 1)).ToDictionary(static group => group.Key, static group => group.Count());
        return string.Concat(Enumerable.Range(0, Columns).Select(column => columns.GetValueOrDefault(column) switch { 0 => ".", 1 => "o", var count => count.ToString(CultureInfo.InvariantCulture) }));
    }

    private static void Ladder(StringBuilder text, Diagnosis diagnosis)
    {
        text.AppendLine().AppendLine("Transports, best first:");
        foreach (var rung in diagnosis.Ladder)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {rung.Name,-10} {(rung.Works switch { true => "works", false => "fails", _ => "-" }),-6} {rung.Why}");
        }
    }

    private static void Section(StringBuilder text, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{title}:");
            Lines(text, "  - ", lines);
        }
    }

    private static void Lines(StringBuilder text, string indent, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            text.Append(indent).AppendLine(line);
        }
    }

    private static string Capital(string word) => $"{char.ToUpperInvariant(word[0])}{word[1..]}";
}
