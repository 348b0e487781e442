namespace MultiTransport.AspNetCore.Doctor;

/// <summary>What is good to know and harms no client of MultiTransport.</summary>
internal static class Notes
{
    public static IEnumerable<string> Of(Readings readings)
    {
        var tries = !readings.Posts ? [] : readings.Observations.Tries.Where(static each => !each.Skipped && !each.Ours && (each.Status ?? 0) > 0).ToArray();
        var methods = tries.Where(static each => each.What == "method").ToArray();
        if (methods.Length > 0)
        {
            yield return $"Refused methods: {string.Join(", ", methods.Select(static each => $"{LogText.Clean(each.Method ?? "")} ({each.Status})"))}. MultiTransport uses GET and POST only.";
        }

        foreach (var (what, advice) in new[] { ("body", "Clients of MultiTransport send 512 KiB at most."), ("url", "MultiTransport's URLs stay below 4 KB."), ("header", "MultiTransport's headers stay below 4 KB; large cookies do not.") })
        {
            if (tries.Where(each => each.What == what).OrderBy(static each => each.Size).FirstOrDefault() is { } first && !(what == "body" && first.Size <= 600 * 1024))
            {
                yield return $"A {(what == "url" ? "URL" : what)} of {first.Size:#,0} {(what == "body" ? "bytes" : "characters")} is refused ({first.Status}). {advice}";
            }
        }

        foreach (var repeat in readings.Observations.Repeats.Where(static repeat => repeat is { Together: true, At.Count: 2 } && repeat.At.Max() > 1.8 * repeat.Hold && repeat.At.Min() < 1.6 * repeat.Hold && repeat.Serials.Distinct().Count() == 2))
        {
            yield return $"Two requests for one URL at once are served one after the other ({repeat.At.Min():0} and {repeat.At.Max():0} ms for {repeat.Hold:0} ms each). MultiTransport gives every request a URL of its own or a POST.";
            break;
        }

        var (plain, told) = (readings[StripPlan.SseNoAccel], readings[StripPlan.SseGet]);
        if (plain.IsHeld && told.Works)
        {
            yield return $"X-Accel-Buffering: no is what lets events through here ({plain.Evidence} without it). MultiTransport sends it; other streams of the application need it too.";
        }

        if (readings.Compressed is { } coding)
        {
            yield return $"Something on the way compresses event streams (they arrive with Content-Encoding: {coding}) although no-transform forbids it.";
        }

        if (readings[StripPlan.SseTransform] is { IsHeld: true } or { Verdict: StripVerdict.Batched } && told.Works)
        {
            yield return $"Answers that may be transformed are held here ({readings[StripPlan.SseTransform].Evidence}); Cache-Control: no-transform lets them through. MultiTransport sends it; other streams of the application need it too.";
        }

        if (readings.RewrittenHost is { } host)
        {
            yield return $"The server is asked Host: {host}, the client asked {Target.Of(readings.Observations.Url).Authority}. Pass the host on (nginx: proxy_set_header Host $http_host;), or the origin gate refuses WebSockets of Chromium, and everything of pages on plain http.";
        }
    }
}
