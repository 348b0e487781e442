using Microsoft.AspNetCore.Http;

namespace MultiTransport.AspNetCore;

/// <summary>
/// A way for SDK clients to reach a session. To a session it does three things: attach, receive, detach. It keeps no state of the session,
/// no queue and no retry; a new one costs a folder here, a line in <c>AddMultiTransport</c> and a row in the conformance tests.
/// </summary>
internal interface ITransport
{
    /// <summary>The name on the wire.</summary>
    string Name { get; }

    /// <summary>The place on the ladder; lower is better.</summary>
    int Rank { get; }

    /// <summary>The path under the endpoint's URL; transports may share one.</summary>
    string Path { get; }

    /// <summary>The HTTP methods of that path.</summary>
    IReadOnlyList<string> Methods { get; }

    /// <summary>Why a client would want it, for the negotiate answer.</summary>
    string Why { get; }

    /// <summary>Serves one request.</summary>
    Task HandleAsync(HttpContext context, EndpointRuntime endpoint);
}
