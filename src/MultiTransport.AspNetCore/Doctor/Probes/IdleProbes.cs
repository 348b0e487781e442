using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Silence on demand: an event stream that is silent for so many seconds, and a poll that is answered after them.</summary>
internal static class IdleProbes
{
    /// <summary>How long a silence may be, in seconds.</summary>
    public const int Most = 120;

    public static bool TryReadSeconds(HttpContext context, out int seconds) =>
        int.TryParse(context.Request.Query["idle"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out seconds) && seconds is >= 1 and <= Most;

    public static async Task HandleAsync(HttpContext context, DoctorRuntime doctor)
    {
        if (!TryReadSeconds(context, out var seconds))
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "idle-malformed", $"?idle= is '{LogText.Clean(context.Request.Query["idle"].ToString())}'; accepted are 1 to {Most} seconds.").ConfigureAwait(false);
            return;
        }

        var streams = context.Request.Query["way"].ToString() == "sse";
        if (streams)
        {
            AnswerHeaders.ForHeld(context, "text/event-stream");
            await WriteAsync(context, "data: open\n\n"u8.ToArray()).ConfigureAwait(false);
        }

        await Task.Delay(TimeSpan.FromSeconds(seconds), doctor.Time, context.RequestAborted).ConfigureAwait(false);
        if (streams)
        {
            await WriteAsync(context, "data: still\n\n"u8.ToArray()).ConfigureAwait(false);
            return;
        }

        await DoctorAnswer.WriteAsync(context, new TryAnswer { Method = "POST", Serial = doctor.Serials.Next() }, DoctorJson.Default.TryAnswer).ConfigureAwait(false);
    }

    private static async Task WriteAsync(HttpContext context, byte[] unit)
    {
        await context.Response.Body.WriteAsync(unit, context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
