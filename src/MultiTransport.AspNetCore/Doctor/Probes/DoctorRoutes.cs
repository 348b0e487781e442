using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;

namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Maps the page of a doctor and its probes, each on a path of its own.</summary>
internal sealed class DoctorRoutes(IEndpointRouteBuilder routes, string pattern, DoctorRuntime doctor)
{
    private static readonly string[] Get = [HttpMethods.Get];
    private static readonly string[] Post = [HttpMethods.Post];
    private static readonly string[] GetAndPost = [HttpMethods.Get, HttpMethods.Post];

    public IEndpointConventionBuilder Map() => new ConventionGroup(
    [
        Map("", Get, DoctorPage.DocumentAsync, isGated: false),
        Map("page/{file}", Get, DoctorPage.FileAsync, isGated: false),
        Map("plan", Get, ShortProbes.PlanAsync),
        Map("echo", GetAndPost, ShortProbes.EchoAsync),
        Map("try", null, ShortProbes.TryAsync), // any method: which of them come through is what it tells
        Map("record", Post, ShortProbes.RecordAsync),
        Map("strip", GetAndPost, StripProbes.HandleAsync, isHeld: true),
        Map("idle", Post, IdleProbes.HandleAsync, isHeld: true),
        Map("ws", [HttpMethods.Get, HttpMethods.Connect], SocketProbes.HandleAsync, isGated: false, isHeld: true), // gates itself, once it is on record
        Map("conclude", Post, ConcludeProbe.HandleAsync, isGated: false),
    ]);

    private IEndpointConventionBuilder Map(string path, string[]? methods, Func<HttpContext, DoctorRuntime, Task> handle, bool isGated = true, bool isHeld = false)
    {
        var whole = path.Length == 0 ? pattern : $"{pattern}/{path}";
        var pipeline = routes.CreateApplicationBuilder().UseWebSockets();
        pipeline.Run(context => BrokenRequest.RefusedAsync(context, RunAsync(context, handle, isGated, isHeld)));
        var mapped = methods is null ? routes.Map(whole, pipeline.Build()) : routes.MapMethods(whole, methods, pipeline.Build());
        return mapped.WithMetadata(new DisableRequestTimeoutAttribute()).WithDisplayName($"{whole} (doctor)");
    }

    private async Task RunAsync(HttpContext context, Func<HttpContext, DoctorRuntime, Task> handle, bool isGated, bool isHeld)
    {
        AnswerHeaders.ForAll(context);
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        AllowOtherPages(context);
        if (!doctor.Allowance.TryTake())
        {
            await Problem.WriteAsync(context, StatusCodes.Status429TooManyRequests, "too-many-requests", "The doctor is asked too much. Try again after Retry-After.").ConfigureAwait(false);
        }
        else if (isGated && await OriginGate.RefuseAsync(context, doctor.Options.AllowedOrigins).ConfigureAwait(false))
        {
            // answered
        }
        else if (isHeld)
        {
            await HoldAsync(context, handle).ConfigureAwait(false);
        }
        else
        {
            await handle(context, doctor).ConfigureAwait(false);
        }
    }

    private async Task HoldAsync(HttpContext context, Func<HttpContext, DoctorRuntime, Task> handle)
    {
        if (!doctor.TryHold())
        {
            await Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "too-many-held", "The doctor has too many visitors at once. Try again after Retry-After.").ConfigureAwait(false);
            return;
        }

        try
        {
            await handle(context, doctor).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            context.Abort(); // the client went, or reads nothing
        }
        finally
        {
            doctor.Release();
        }
    }

    /// <summary>Lets the pages of listed origins read the answers, without credentials: a run asks the same doctor at other addresses.</summary>
    private void AllowOtherPages(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (doctor.Options.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase))
        {
            context.Response.Headers.AccessControlAllowOrigin = origin;
            context.Response.Headers.AccessControlExposeHeaders = "*";
        }
    }
}
