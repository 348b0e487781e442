using Microsoft.AspNetCore.Http;
using MultiTransport.Conformance.Scenarios;

namespace MultiTransport.Networks.Tests.Origin;

/// <summary>Every third answer to a POST is thrown away with its connection, after the application has handled the request: what makes proxies repeat it.</summary>
internal sealed class DyingAnswers
{
    private int _answers;
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value!;
        if (!HttpMethods.IsPost(context.Request.Method) || path.EndsWith("/sse", StringComparison.Ordinal) || path.EndsWith("/stream", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        var answer = await RecordedAnswer.RunAsync(context, next);
        if (Interlocked.Increment(ref _answers) % 3 == 0)
        {
            Interlocked.Increment(ref _count);
            context.Abort();
            return;
        }

        await answer.SendAsync();
    }
}
