using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.Polling;

/// <summary>Polls that are never held: the same path as the long poll, with a hold of 0.</summary>
internal sealed class ShortPollTransport : ITransport
{
    public string Name => TransportNames.ShortPolling;

    public int Rank => 4;

    public string Path => "poll";

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Post];

    public string Why => "holds no request open";

    public Task HandleAsync(HttpContext context, EndpointRuntime endpoint) => PollExchange.HandleAsync(context, endpoint);
}
