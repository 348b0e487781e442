using System.Globalization;
using System.Text;

namespace MultiTransport.AspNetCore.Doctor;

/// <summary>The diagnosis as Markdown, for a ticket. Nothing in it is secret: no cookie, no credential, no address of a visitor.</summary>
internal static class Report
{
    public static string Of(Observations observations, Diagnosis diagnosis)
    {
        var text = new StringBuilder();
        text.Append("## MultiTransport doctor: ").Append(LogText.Clean(observations.Url)).Append("\n\n**").Append(diagnosis.Sentence).Append("**\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Health: {Say(diagnosis.Health)} · confidence: {Sentences.Say(diagnosis.Confidence)} · transport: {diagnosis.Transport ?? "none"}");
        text.Append(CultureInfo.InvariantCulture, $" · measured by: {(observations.Client == "cli" ? "command line" : "page")}{(observations.Agent is { } agent ? $", {Cell(agent)}" : "")}\n");
        foreach (var line in diagnosis.Advice)
        {
            text.Append('\n').Append(line).Append('\n');
        }

        foreach (var culprit in diagnosis.Culprits)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {culprit.Sentence}\n\n`{culprit.Id}`, {Sentences.Say(culprit.Confidence)}{Who(culprit.Side)}\n\n");
            Lines(text, culprit.Evidence);
            foreach (var remedy in culprit.Remedies)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n{remedy.Title} ({remedy.File}):\n\n```text\n{remedy.Lines}\n```\n");
                text.Append(remedy.Note is null ? "" : $"{remedy.Note}\n");
            }
        }

        Section(text, "Where", diagnosis.Whereabouts);
        Section(text, "Unknown", diagnosis.Unknown);
        Section(text, "Good to know", diagnosis.Notes);
        Section(text, "On the way", diagnosis.Products);
        text.Append("\n### Measured\n\n| what | works | evidence |\n| --- | --- | --- |\n");
        foreach (var rung in diagnosis.Ladder)
        {
            Row(text, rung.Name, rung.Works switch { true => "yes", false => "no", _ => "not tried" }, rung.Why);
        }

        foreach (var strip in diagnosis.Strips.Values)
        {
            Row(text, StripPlan.TitleOf(strip.Name), strip.Works ? "yes" : "no", strip.Evidence);
        }

        foreach (var each in observations.Tries)
        {
            Row(text, $"{LogText.Clean(each.What)} {(each.What == "method" ? LogText.Clean(each.Method ?? "") : $"{each.Size:#,0}")}", each.Ours ? "yes" : each.Skipped ? "skipped" : "no", each.Status is { } status ? $"{status}" : LogText.Clean(each.Fault ?? ""));
        }

        Head(text, observations.Echoes.FirstOrDefault(static echo => echo.Head is not null)?.Head);
        return text.ToString();
    }

    public static string Who(Side side) => side switch
    {
        Side.Server => ", to be changed by who runs the server",
        Side.Visitor => ", to be changed by who runs the visitor's network or machine",
        _ => "",
    };

    public static string Say(Health health) => health switch
    {
        Health.Healthy => "healthy",
        Health.Impaired => "impaired",
        Health.Unreachable => "unreachable",
        _ => "unknown",
    };

    private static void Head(StringBuilder text, RequestHead? head)
    {
        if (head is null)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"\n### The request as it arrived\n\n```text\n{head.Method} {head.Protocol}\n");
        foreach (var header in head.Headers)
        {
            text.Append(CultureInfo.InvariantCulture, $"{header.Name}: {header.Value ?? $"({header.Length} characters)"}\n");
        }

        text.Append("```\n");
    }

    private static void Section(StringBuilder text, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {title}\n\n");
            Lines(text, lines);
        }
    }

    private static void Lines(StringBuilder text, IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
        {
            text.Append("- ").Append(line).Append('\n');
        }
    }

    private static void Row(StringBuilder text, params ReadOnlySpan<string> cells)
    {
        foreach (var cell in cells)
        {
            text.Append("| ").Append(Cell(cell)).Append(' ');
        }

        text.Append("|\n");
    }

    /// <summary>What comes from a client stays in its cell: no bars, no backticks, no line ends.</summary>
    private static string Cell(string text) => text.ReplaceLineEndings(" ").Replace('|', '/').Replace('`', '\'');
}
