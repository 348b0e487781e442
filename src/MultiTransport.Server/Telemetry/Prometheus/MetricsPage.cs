namespace MultiTransport.Server.Telemetry;

/// <summary>The answer of <c>/metrics</c>.</summary>
internal static class MetricsPage
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static async Task<IResult> AnswerAsync(HttpContext context, PrometheusReader reader, MetricsAccess access)
    {
        context.Response.Headers.CacheControl = "no-store";
        return access == MetricsAccess.Anyone || LocalRequests.IsLocal(context)
            ? Results.Text(await reader.CollectAsync(context.RequestAborted), ContentType)
            : Results.Problem(
                "The metrics are told only to requests from this machine, made to a local name and by no proxy. Telemetry:Prometheus:Access=Anyone opens them.",
                statusCode: StatusCodes.Status403Forbidden);
    }
}
