using System.Text;
using Microsoft.AspNetCore.Http;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>Middleware that knows which requests are on their way, and which of them carried a text down first.</summary>
internal sealed class ExchangeWatch
{
    private readonly Lock _gate = new();
    private readonly List<string> _active = [];
    private string _marker = "\0";
    private string? _carrier;

    /// <summary>The requests of the endpoint that the server has not finished.</summary>
    public IReadOnlyList<string> Active
    {
        get
        {
            lock (_gate)
            {
                return [.. _active];
            }
        }
    }

    /// <summary>The path of the HTTP answer that carried the marker, or null where none did.</summary>
    public string? Carrier => Volatile.Read(ref _carrier);

    /// <summary>Look out for this text from now on.</summary>
    public void LookFor(string marker)
    {
        lock (_gate)
        {
            _marker = marker;
            _carrier = null;
        }
    }

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var name = $"{context.Request.Method} {context.Request.Path}";
        lock (_gate)
        {
            _active.Add(name);
        }

        try
        {
            if (context.Request.Path.Value!.EndsWith("/negotiate", StringComparison.Ordinal))
            {
                await WatchAsync(context, next);
            }
            else
            {
                await next(context);
            }
        }
        finally
        {
            lock (_gate)
            {
                _active.Remove(name);
            }
        }
    }

    private async Task WatchAsync(HttpContext context, RequestDelegate next)
    {
        var answer = await RecordedAnswer.RunAsync(context, next);
        if (Encoding.UTF8.GetString(answer.Body).Contains(_marker, StringComparison.Ordinal))
        {
            Volatile.Write(ref _carrier, context.Request.Path.Value);
        }

        await answer.SendAsync();
    }
}
