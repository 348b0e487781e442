using MultiTransport.AspNetCore;
using MultiTransport.Server.Api.Keys;

namespace MultiTransport.Server.Api;

/// <summary>Maps the API's paths: each method of each path with the right that it needs; everything else below <c>/api</c> is refused in the same form.</summary>
internal sealed class ApiRoutes(WebApplication app, ApiKeys keys)
{
    private readonly Dictionary<string, List<string>> _methods = new(StringComparer.Ordinal);

    public void Map(string method, string pattern, ApiRight right, Func<ApiCall, ValueTask<IResult>> handle)
    {
        app.MapMethods(pattern, [method], context => BrokenRequest.RefusedAsync(context, RunAsync(context, right, handle)));
        if (!_methods.TryGetValue(pattern, out var methods))
        {
            _methods[pattern] = methods = [];
        }

        methods.Add(method);
    }

    /// <summary>To be called last.</summary>
    public void MapRefusals()
    {
        foreach (var (pattern, methods) in _methods)
        {
            var allow = string.Join(", ", methods);
            app.Map(pattern, context => WriteAsync(context, ApiProblem.Of(
                StatusCodes.Status405MethodNotAllowed, ApiCode.MethodNotAllowed, $"{Shown.Of(context.Request.Method)} is not supported here; accepted: {allow}.") with
            { Allow = allow })).WithOrder(1);
        }

        app.Map("/api/{**rest}", context => WriteAsync(context, ApiProblem.Of(
            StatusCodes.Status404NotFound, ApiCode.RouteUnknown, $"There is no {Shown.Of(context.Request.Path)}; what there is stands in /api/openapi.json."))).WithOrder(2);
    }

    private async Task RunAsync(HttpContext context, ApiRight right, Func<ApiCall, ValueTask<IResult>> handle)
    {
        if (keys.Authenticate(context.Request.Headers, right, out var key) is { } refusal)
        {
            await WriteAsync(context, refusal);
            return;
        }

        var call = new ApiCall(context, key!);
        IResult answer;
        try
        {
            answer = call.Spend(1) ?? await handle(call);
        }
        catch (TopicException fault)
        {
            answer = ApiProblem.Of(fault);
        }

        await WriteAsync(context, answer);
    }

    private static Task WriteAsync(HttpContext context, IResult answer)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return answer.ExecuteAsync(context);
    }
}
