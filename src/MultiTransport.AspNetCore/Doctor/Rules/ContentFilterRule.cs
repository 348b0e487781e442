namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Event streams are held, other types flow: something scans what looks like text before it lets it go.</summary>
internal sealed class ContentFilterRule : IRule
{
    public Culprit? Judge(Readings readings)
    {
        var (events, bytes) = (readings.Sse, readings.Octet);
        if (!events.IsHeld || !bytes.Works)
        {
            return null;
        }

        var swallows = readings.Socket.Verdict is SocketVerdict.UpSwallowed or SocketVerdict.ConnectionRewritten or SocketVerdict.Swallowed;
        var text = readings[StripPlan.Text];
        List<string> evidence = [events.Line, bytes.Line];
        if (text.Verdict != StripVerdict.Unknown)
        {
            evidence.Add(text.Line);
        }

        if (swallows)
        {
            evidence.Add($"WebSocket: {readings.Socket.Evidence}");
        }

        var (name, remedy) = Identify(readings, text, evidence);
        return new Culprit
        {
            Id = "content-filter",
            Sentence = $"A content filter on this network holds event streams{(swallows ? " and does not carry WebSockets" : "")}{name}.",
            Confidence = swallows || text.Verdict != StripVerdict.Unknown ? Confidence.Likely : Confidence.Possible,
            Side = Side.Visitor,
            Evidence = evidence,
            Remedies = remedy,
            Explains = Symptoms.Events | (swallows ? Symptoms.Socket : Symptoms.None),
        };
    }

    private static (string Name, Remedy[] Remedies) Identify(Readings readings, StripReading text, List<string> evidence)
    {
        var target = Target.Of(readings.Observations.Url);
        var found = readings.Products.FirstOrDefault(static each => each.Product == Product.E2guardian || each.Product == Product.Privoxy);
        if (found is { Product.Name: "e2guardian" } || (readings.Socket.Verdict == SocketVerdict.ConnectionRewritten && text.IsHeld))
        {
            evidence.Add(found?.Evidence ?? "it keeps Upgrade and rewrites Connection, and holds plain text too: so does e2guardian");
            return (": it looks like e2guardian", [FilterRemedies.E2guardian, FilterRemedies.AnyFilter(target)]);
        }

        if (found is not null)
        {
            evidence.Add(found.Evidence);
            return (": it looks like Privoxy", [FilterRemedies.Privoxy(target), FilterRemedies.AnyFilter(target)]);
        }

        return (": a filter of a company or school, or an antivirus", [FilterRemedies.AnyFilter(target)]);
    }
}
