using System.Text.Json.Serialization;

namespace MultiTransport.AspNetCore.Doctor;

/// <summary>A strip, read: what happened to its beats, in one word and in one sentence with the times that prove it.</summary>
internal sealed record StripReading(string Name, StripVerdict Verdict, string Evidence)
{
    private const double Together = 250;
    private const double Tolerance = 250;
    private const double LeastLate = 130;
    private const int SparedAtMost = 1; // of five: where an acknowledgement comes just before a beat is sent, nothing waits

    /// <summary>Whether events arrive while they are of use.</summary>
    public bool Works => Verdict is StripVerdict.Flows or StripVerdict.Late;

    /// <summary>Whether events wait until the answer ends, or for ever.</summary>
    public bool IsHeld => Verdict is StripVerdict.Held or StripVerdict.BodyHeld or StripVerdict.Silent;

    /// <summary>One line of evidence.</summary>
    [JsonIgnore]
    public string Line => $"{StripPlan.TitleOf(Name)}: {Evidence}";

    public static StripReading Of(StripProbe strip, double roundTrip)
    {
        var (verdict, evidence) = Read(strip, roundTrip);
        return new StripReading(strip.Name, verdict, evidence);
    }

    private static (StripVerdict Verdict, string Evidence) Read(StripProbe strip, double roundTrip)
    {
        var beats = strip.Beats;
        if (strip.Status is >= 300)
        {
            return (StripVerdict.Refused, $"was answered {strip.Status}");
        }

        if (strip.Status is null)
        {
            return strip.GaveUp is { } wait
                ? (StripVerdict.Silent, $"not even a head in {Ms(wait)}")
                : (strip.Fault is null ? StripVerdict.Unknown : StripVerdict.Cut, strip.Fault is null ? "was not tried" : $"failed before its head: {LogText.Clean(strip.Fault)}");
        }

        if (beats.Count == 0)
        {
            return strip switch
            {
                { GaveUp: { } gaveUp } => (StripVerdict.BodyHeld, $"head after {Ms(strip.Head ?? 0)}, no event in {Ms(gaveUp)}"),
                { IsCompressed: true, End: { } over } when over - (strip.Head ?? 0) > Together => (StripVerdict.BodyHeld, $"head after {Ms(strip.Head ?? 0)}, everything else after {Ms(over)}, in a coding that the browser cannot read (Content-Encoding: {LogText.Clean(strip.Encoding!)})"),
                { Complete: false, End: not null } => (StripVerdict.NotOurs, $"{strip.Status} {strip.Type} without a single event of this server"),
                _ => (StripVerdict.Unknown, "no event, and no end of it"),
            };
        }

        return beats.Count < 3 || !strip.Complete ? ReadPart(strip) : ReadWhole(strip, roundTrip);
    }

    private static (StripVerdict Verdict, string Evidence) ReadPart(StripProbe strip) => strip.GaveUp is { } gaveUp
        ? (StripVerdict.Batched, $"{strip.Beats.Count} events by {Ms(gaveUp)}, the others not")
        : (StripVerdict.Cut, $"ended after {Ms(strip.End ?? 0)} with {strip.Beats.Count} events and without its end{(strip.Fault is null ? "" : $": {LogText.Clean(strip.Fault)}")}");

    private static (StripVerdict Verdict, string Evidence) ReadWhole(StripProbe strip, double roundTrip)
    {
        var beats = strip.Beats;
        var (first, last) = (beats[0], beats[^1]);
        var head = strip.Head ?? first.At;
        if (last.At - first.At < Math.Min(Together, (last.Sent - first.Sent) / 3))
        {
            return first.At - head > Together
                ? (StripVerdict.BodyHeld, $"head after {Ms(head)}, all {beats.Count} events together after {Ms(first.At)}")
                : (StripVerdict.Held, $"head and all {beats.Count} events together after {Ms(first.At)}");
        }

        // The shortest way is the measure, but not more of it than the network's own time explains: a middlebox may hold every beat alike.
        var least = Math.Min(head, beats.Min(static beat => beat.At - beat.Sent));
        var way = Math.Min(least, (3 * roundTrip) + 50);
        var delays = beats.Select(beat => beat.At - beat.Sent - way).ToArray();
        var waitsForNext = beats.Zip(beats.Skip(1), (beat, next) => beat.At - Math.Min(least, 3 * roundTrip) - next.Sent >= -30 && beat.At - way - next.Sent < Tolerance).ToArray();
        if (waitsForNext.All(static waits => waits))
        {
            return (StripVerdict.OneBehind, $"each event came only when the next was sent: the first after {Ms(first.At)}");
        }

        if (waitsForNext[0] && !waitsForNext[1..].Any(static waits => waits) && delays[1..].All(static delay => delay < LeastLate))
        {
            return (StripVerdict.FirstHeld, $"the first event came with the second, after {Ms(first.At)}");
        }

        var median = delays.Order().ElementAt(delays.Length / 2);
        if (median > LeastLate && delays.Max() < 2 * LeastLate && delays.Count(static delay => delay <= LeastLate / 2) <= SparedAtMost)
        {
            return (StripVerdict.Late, $"each event came by itself, {Ms(median)} late");
        }

        if (delays.All(static delay => delay < Tolerance))
        {
            return (StripVerdict.Flows, $"one by one, the first after {Ms(first.At)}");
        }

        // Buffers let nothing this small go early, so most beats in time and a few late are a hiccup of the network or of this machine.
        if (delays.Count(static delay => delay < Tolerance) >= 3 && delays.Max() < 4 * Tolerance)
        {
            return (StripVerdict.Flows, $"one by one, the first after {Ms(first.At)}, one hiccup of {Ms(delays.Max())}");
        }

        return (StripVerdict.Batched, $"events came in groups, up to {Ms(delays.Max())} late");
    }

    private static string Ms(double time) => $"{time:#,0} ms";
}
