using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;

namespace MultiTransport.AspNetCore;

/// <summary>Maps the routes of one endpoint: every operation has its own path (PROTOCOL.md, section 2).</summary>
internal sealed class EndpointRoutes(IEndpointRouteBuilder routes, EndpointRuntime endpoint)
{
    public MultiTransportEndpointConventionBuilder Map()
    {
        string[] post = [HttpMethods.Post];
        IEndpointConventionBuilder[] opening =
        [
            Map("", "open", [HttpMethods.Get, HttpMethods.Connect], NativeEndpoint.HandleAsync),
            Map("negotiate", "negotiate", post, NegotiateEndpoint.HandleAsync),
        ];
        IEndpointConventionBuilder[] attaching =
        [
            .. endpoint.Transports.DistinctBy(static transport => transport.Path)
                .Select(transport => Map(transport.Path, transport.Path, transport.Methods, transport.HandleAsync)),
            Map("arrived", "arrived", post, ArrivedEndpoint.HandleAsync),
        ];
        IEndpointConventionBuilder[] sending =
        [
            Map("", "post", post, NativeSend.HandleAsync),
            Map("send", "send", post, SendExchange.HandleAsync),
            Map("close", "close", post, SendExchange.HandleAsync),
        ];
        IEndpointConventionBuilder[] scripts =
        [
            .. ClientScript.All.Select(script => routes.MapMethods(PatternOf(script.Name), [HttpMethods.Get, HttpMethods.Head], script.HandleAsync)
                .WithMetadata(new MultiTransportEndpointMetadata(endpoint.Pattern, "client")) // in no group: conventions are about sessions
                .WithDisplayName($"{PatternOf(script.Name)} (client)")),
        ];
        foreach (var anonymous in attaching.Concat(sending).Concat(scripts))
        {
            // The secret is what authorises these (a script is public); a fallback policy of the host must not ask for cookies that the SDK does not send here.
            anonymous.Add(static builder => builder.Metadata.Add(new AllowAnonymousAttribute()));
        }

        foreach (var opens in opening)
        {
            // Programs ask here, not people: an unauthenticated one is answered 401, never sent to a login page.
            opens.DisableCookieRedirect();
        }

        RefuseOtherMethods();
        return new MultiTransportEndpointConventionBuilder(opening, attaching, sending);
    }

    private void RefuseOtherMethods()
    {
        var paths = new Dictionary<string, IEnumerable<string>>(StringComparer.Ordinal)
        {
            [""] = [HttpMethods.Get, HttpMethods.Post],
            ["negotiate"] = [HttpMethods.Post],
            ["send"] = [HttpMethods.Post],
            ["close"] = [HttpMethods.Post],
            ["arrived"] = [HttpMethods.Post],
        };
        foreach (var script in ClientScript.All)
        {
            paths[script.Name] = [HttpMethods.Get, HttpMethods.Head];
        }

        foreach (var transport in endpoint.Transports)
        {
            paths[transport.Path] = transport.Methods;
        }

        foreach (var (path, methods) in paths)
        {
            var allow = string.Join(", ", methods);
            var refuse = routes.Map(PatternOf(path), context => RefuseMethodAsync(context, allow));
            refuse.Add(static builder => builder.Metadata.Add(new AllowAnonymousAttribute()));
            refuse.WithMetadata(new CrossOriginMetadata(endpoint));
            refuse.WithDisplayName($"{PatternOf(path)} (other methods)").WithOrder(1);
        }
    }

    private static Task RefuseMethodAsync(HttpContext context, string allow)
    {
        AnswerHeaders.ForAll(context);
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent; // a preflight
            return Task.CompletedTask;
        }

        context.Response.Headers.Allow = allow;
        return Problem.WriteAsync(
            context, StatusCodes.Status405MethodNotAllowed, "method-not-allowed", $"{LogText.Clean(context.Request.Method)} is not supported here; accepted: {allow}.");
    }

    private IEndpointConventionBuilder Map(string path, string operation, IEnumerable<string> methods, Func<HttpContext, EndpointRuntime, Task> handle)
    {
        var pattern = PatternOf(path);
        var pipeline = routes.CreateApplicationBuilder().UseWebSockets();
        var isNative = path.Length == 0; // refused where it is known in which form: an EventSource gives up on a 429
        pipeline.Run(context => RunAsync(context, handle, isNative));
        return routes.MapMethods(pattern, methods, pipeline.Build())
            .WithMetadata(new MultiTransportEndpointMetadata(endpoint.Pattern, operation), new CrossOriginMetadata(endpoint), new DisableRequestTimeoutAttribute())
            .WithDisplayName($"{pattern} ({operation})");
    }

    private Task RunAsync(HttpContext context, Func<HttpContext, EndpointRuntime, Task> handle, bool isNative)
    {
        endpoint.Wire.Begin(context);
        AnswerHeaders.ForAll(context);
        if ((isNative && HttpMethods.IsGet(context.Request.Method) ? null : endpoint.Rates.RefuseRequest(context)) is { } refusal)
        {
            return Problem.WriteAsync(context, refusal);
        }

        var handling = handle(context, endpoint);
        return handling.IsCompletedSuccessfully ? handling : BrokenRequest.RefusedAsync(context, handling);
    }

    private string PatternOf(string path) => path.Length == 0 ? endpoint.Pattern : $"{endpoint.Pattern.TrimEnd('/')}/{path}";
}
