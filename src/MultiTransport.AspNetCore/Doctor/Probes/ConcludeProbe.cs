using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Concludes from what a client posts. It depends on the body alone and keeps nothing, so pages that the origin gate refuses may ask too: that is what they need to be told.</summary>
internal static class ConcludeProbe
{
    public const int MaxBody = 128 * 1024;

    public static async Task HandleAsync(HttpContext context, DoctorRuntime doctor)
    {
        Observations? observations;
        using (var body = await RequestBody.ReadAsync(context, MaxBody).ConfigureAwait(false))
        {
            if (body.IsTooLarge)
            {
                await Problem.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "observations-too-large", $"Observations have {MaxBody:#,0} bytes at most.").ConfigureAwait(false);
                return;
            }

            try
            {
                observations = JsonSerializer.Deserialize(body.Memory.Span, DoctorJson.Default.Observations);
            }
            catch (JsonException fault)
            {
                await RefuseAsync(context, $"they cannot be read at {LogText.Clean(fault.Path ?? "$")}: {LogText.Clean(fault.Message)}").ConfigureAwait(false);
                return;
            }
        }

        var faults = observations is null ? ["null; accepted is an object"] : ObservationFaults.Of(observations);
        if (faults.Count > 0)
        {
            await RefuseAsync(context, string.Join("; ", faults)).ConfigureAwait(false);
            return;
        }

        await DoctorAnswer.WriteAsync(context, Diagnostician.Conclude(observations!), DoctorJson.Default.Diagnosis).ConfigureAwait(false);
    }

    private static Task RefuseAsync(HttpContext context, string why) =>
        Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "observations-malformed", $"These are no observations: {why}.");
}
