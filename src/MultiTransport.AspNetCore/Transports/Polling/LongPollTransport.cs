using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.Polling;

/// <summary>Polls that are held until there is something to say.</summary>
internal sealed class LongPollTransport : ITransport
{
    public string Name => TransportNames.LongPolling;

    public int Rank => 3;

    public string Path => "poll";

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Post];

    public string Why => "works wherever HTTP answers";

    public Task HandleAsync(HttpContext context, EndpointRuntime endpoint) => PollExchange.HandleAsync(context, endpoint);
}
