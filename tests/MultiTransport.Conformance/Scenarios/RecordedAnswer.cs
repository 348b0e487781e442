using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>An answer that is kept back as a whole, to be looked at before it leaves, or does not.</summary>
internal sealed class RecordedAnswer
{
    private readonly IHttpResponseBodyFeature _original;

    private RecordedAnswer(IHttpResponseBodyFeature original, byte[] body) => (_original, Body) = (original, body);

    public byte[] Body { get; }

    /// <summary>Runs the rest of the pipeline, whose answer goes nowhere yet.</summary>
    public static async Task<RecordedAnswer> RunAsync(HttpContext context, RequestDelegate next)
    {
        var original = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var copy = new MemoryStream();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(copy, original));
        await next(context);
        await context.Features.GetRequiredFeature<IHttpResponseBodyFeature>().CompleteAsync();
        context.Features.Set(original);
        return new RecordedAnswer(original, copy.ToArray());
    }

    public async Task SendAsync()
    {
        await _original.Stream.WriteAsync(Body);
        await _original.CompleteAsync();
    }
}
