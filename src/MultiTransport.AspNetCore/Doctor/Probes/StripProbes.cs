using System.Text;
using Microsoft.AspNetCore.Http;

namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Held answers with stamped beats. A beat is a whole unit of its type, and readable in all of them by one pattern: <c>beat</c>, its number, the milliseconds since the first.</summary>
internal static class StripProbes
{
    /// <summary>How long after a beat its second write follows; short enough for nobody to notice, long enough not to be joined.</summary>
    private static readonly TimeSpan SecondWrite = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(5);

    public static async Task HandleAsync(HttpContext context, DoctorRuntime doctor)
    {
        var name = context.Request.Query["name"].ToString();
        var plan = StripPlan.All.FirstOrDefault(each => each.Name == name);
        if (plan is null)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "strip-unknown", $"There is no strip '{LogText.Clean(name)}'; there are {string.Join(", ", StripPlan.All.Select(static each => each.Name))}.").ConfigureAwait(false);
            return;
        }

        Prepare(context, plan);
        await RunAsync(context, doctor, plan).ConfigureAwait(false);
    }

    /// <summary>Headers as a transport of ours sends them, but for what the strip leaves out on purpose.</summary>
    private static void Prepare(HttpContext context, StripPlan plan)
    {
        AnswerHeaders.ForHeld(context, plan.Type);
        var headers = context.Response.Headers;
        if (!plan.Accel)
        {
            headers.Remove("X-Accel-Buffering");
        }

        if (plan.Transform)
        {
            headers.CacheControl = "no-store";
            headers.Remove("Content-Encoding");
        }
    }

    private static async Task RunAsync(HttpContext context, DoctorRuntime doctor, StripPlan plan)
    {
        var time = doctor.Time;
        var start = time.GetTimestamp();
        for (var number = 0; number < StripPlan.Beats.Count; number++)
        {
            await UntilAsync(StripPlan.Beats[number], start, time, context.RequestAborted).ConfigureAwait(false);
            await WriteAsync(context, Unit(plan, "beat", number, time.GetElapsedTime(start))).ConfigureAwait(false);
            if (plan.SecondWrite)
            {
                await Task.Delay(SecondWrite, time, context.RequestAborted).ConfigureAwait(false);
                await WriteAsync(context, ":\n\n"u8.ToArray()).ConfigureAwait(false);
            }
        }

        await UntilAsync(StripPlan.EndAt, start, time, context.RequestAborted).ConfigureAwait(false);
        await WriteAsync(context, Unit(plan, "end", StripPlan.Beats.Count, time.GetElapsedTime(start))).ConfigureAwait(false);
    }

    private static Task UntilAsync(int milliseconds, long start, TimeProvider time, CancellationToken aborted)
    {
        var left = TimeSpan.FromMilliseconds(milliseconds) - time.GetElapsedTime(start);
        return left > TimeSpan.Zero ? Task.Delay(left, time, aborted) : Task.CompletedTask;
    }

    /// <summary>A client that does not read must not hold a place for ever.</summary>
    private static async Task WriteAsync(HttpContext context, byte[] unit)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(WriteTimeout);
        await context.Response.Body.WriteAsync(unit, patience.Token).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(patience.Token).ConfigureAwait(false);
    }

    private static byte[] Unit(StripPlan plan, string word, int number, TimeSpan at)
    {
        var milliseconds = (int)at.TotalMilliseconds;
        return Encoding.ASCII.GetBytes(plan.Type switch
        {
            "text/event-stream" => $"data: {word} {number} {milliseconds}\n\n",
            "application/x-ndjson" => $"{{\"{word}\":{number},\"at\":{milliseconds}}}\n",
            _ => $"{word} {number} {milliseconds}\n",
        });
    }
}
