namespace MultiTransport.Server.Lab;

/// <summary>
/// All transports once more, at <c>/lab/wire/TOKEN/bus</c>: what comes is sent back, and the viewer whose token it is sees the bytes of every HTTP request. Only
/// for who bears the token of an open lab, and only that viewer is shown.
/// </summary>
internal static class LabWireBus
{
    private const string Root = "/lab/wire";
    private const string Bus = "/bus";

    public static void MapLabWireBus(this IApplicationBuilder app) => app.Map(Root, static branch =>
    {
        branch.Use(CaptureAsync);
        branch.UseRouting();
        branch.UseEndpoints(static endpoints => endpoints.MapMultiTransport(
            Bus, static (session, message) => session.SendAsync(message), static options => options.MaxMessageBytes = LabLimits.MaxEcho));
    });

    private static Task CaptureAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var end = request.Path.Value!.IndexOf('/', startIndex: 1);
        if (end < 0 || !new PathString(request.Path.Value[end..]).StartsWithSegments(Bus))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        if (context.RequestServices.GetRequiredService<LabViewers>().Find(request.Path.Value[1..end]) is not { } viewer)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        request.PathBase = request.PathBase.Add(request.Path.Value[..end]);
        request.Path = request.Path.Value[end..];
        viewer.Exchanges.Follow(context, $"{Root}/…{request.Path}{request.QueryString}", () => viewer.Clock); // without the viewer's token
        return next(context);
    }
}
