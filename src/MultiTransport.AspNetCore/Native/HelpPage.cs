using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace MultiTransport.AspNetCore;

/// <summary>What a person sees who opens the endpoint's URL in a browser; it opens no session.</summary>
internal sealed class HelpPage : INativeTransport
{
    public IReadOnlyList<string> MediaTypes { get; } = ["text/html"];

    public string Transport => "";

    public async Task HandleAsync(HttpContext context, EndpointRuntime endpoint)
    {
        var url = WebUtility.HtmlEncode($"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}{context.Request.Path}");
        var socket = WebUtility.HtmlEncode($"{(context.Request.IsHttps ? "wss" : "ws")}://{context.Request.Host}{context.Request.PathBase}{context.Request.Path}");
        var page = $"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>A MultiTransport endpoint</title>
            <h1>A MultiTransport endpoint</h1>
            <p>This URL speaks {WebUtility.HtmlEncode(string.Join(", ", endpoint.Transports.Select(static transport => transport.Name)))}. No page lives here; programs do.</p>
            <pre>new WebSocket("{socket}")
            new EventSource("{url}")
            curl -N -H 'Accept: text/event-stream' {url}
            curl -N -H 'Accept: application/x-ndjson' {url}
            curl '{url}?wait=0'</pre>{(endpoint.Sessions.Topics is null ? "" : Topics(url))}
            <p>Upstream, with what the header MultiTransport-Session or the first record told:</p>
            <pre>curl -H 'MultiTransport-Session: ID.SECRET' --data-binary 'Hi' {url}</pre>
            """;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var bytes = Encoding.UTF8.GetBytes(page);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    private static string Topics(string url) => $"""

        <p>It speaks topics: name up to {TopicWish.MaxTopics} of them, and how many of the newest messages you want of each.</p>
        <pre>new EventSource("{url}?topic=NAME&amp;last=10")
        curl '{url}?topic=NAME&amp;topic=ANOTHER&amp;last=10'</pre>
        """;
}
