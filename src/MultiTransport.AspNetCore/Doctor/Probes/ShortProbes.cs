using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MultiTransport.AspNetCore.Doctor;

/// <summary>What is answered at once: the plan, the echo of a head, requests of a size or method, a WebSocket's record.</summary>
internal static class ShortProbes
{
    public const string PadQuery = "pad";
    public const string PadHeader = "X-Doctor-Pad";
    public const int MaxBody = 2 * 1024 * 1024;

    private const int MaxToken = 64;
    private const int MaxHold = 1000;

    public static Task PlanAsync(HttpContext context, DoctorRuntime doctor) =>
        DoctorAnswer.WriteAsync(context, new DoctorPlan { Others = [.. doctor.Options.OtherAddresses] }, DoctorJson.Default.DoctorPlan);

    public static Task EchoAsync(HttpContext context, DoctorRuntime doctor) =>
        DoctorAnswer.WriteAsync(context, new EchoAnswer { Head = HeadEcho.Of(context.Request) }, DoctorJson.Default.EchoAnswer);

    /// <summary>Says how much of a request arrived; <c>?hold=</c> milliseconds wait first, <c>?store</c> leaves out what forbids storing.</summary>
    public static async Task TryAsync(HttpContext context, DoctorRuntime doctor)
    {
        var request = context.Request;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBody;
        }

        long body;
        try
        {
            body = await CountAsync(request.BodyReader, context.RequestAborted).ConfigureAwait(false);
        }
        catch (BadHttpRequestException fault)
        {
            await Problem.WriteAsync(context, fault.StatusCode, "body-too-large", $"A body has {MaxBody:#,0} bytes at most here.").ConfigureAwait(false);
            return;
        }

        var answer = new TryAnswer
        {
            Method = LogText.Clean(request.Method),
            Serial = doctor.Serials.Next(),
            Body = body,
            Url = request.Query[PadQuery].ToString().Length,
            Header = request.Headers[PadHeader].ToString().Length,
        };
        if (int.TryParse(request.Query["hold"].ToString(), System.Globalization.CultureInfo.InvariantCulture, out var hold) && hold > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(hold, MaxHold)), doctor.Time, context.RequestAborted).ConfigureAwait(false);
        }

        if (request.Query.ContainsKey("store"))
        {
            context.Response.Headers.Remove("Cache-Control");
        }

        await DoctorAnswer.WriteAsync(context, answer, DoctorJson.Default.TryAnswer).ConfigureAwait(false);
    }

    public static async Task RecordAsync(HttpContext context, DoctorRuntime doctor)
    {
        using var body = await RequestBody.ReadAsync(context, MaxToken).ConfigureAwait(false);
        if (body.IsTooLarge || !Arrivals.TryParse(Encoding.Latin1.GetString(body.Memory.Span), out var token))
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "token-malformed", "The body must be the token of a WebSocket (?try=): 128 random bits as 22 base64url characters.").ConfigureAwait(false);
            return;
        }

        await DoctorAnswer.WriteAsync(context, doctor.Sockets.Find(token), DoctorJson.Default.SocketRecord).ConfigureAwait(false);
    }

    private static async Task<long> CountAsync(PipeReader reader, CancellationToken aborted)
    {
        long count = 0;
        while (true)
        {
            var read = await reader.ReadAsync(aborted).ConfigureAwait(false);
            count += read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return count;
            }
        }
    }
}
