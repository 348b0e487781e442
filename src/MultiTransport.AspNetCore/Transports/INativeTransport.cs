using Microsoft.AspNetCore.Http;

namespace MultiTransport.AspNetCore;

/// <summary>A way for clients without an SDK to reach a session on the bare URL, chosen by the Accept header.</summary>
internal interface INativeTransport
{
    /// <summary>The media types that choose it.</summary>
    IReadOnlyList<string> MediaTypes { get; }

    /// <summary>The transport that must be enabled for it.</summary>
    string Transport { get; }

    /// <summary>Serves one request.</summary>
    Task HandleAsync(HttpContext context, EndpointRuntime endpoint);
}
