using Microsoft.AspNetCore.SignalR;

namespace MultiTransport.Comparison.Peers;

/// <summary>Sends back what it gets.</summary>
internal sealed class EchoHub : Hub
{
    public Task Echo(string text) => Clients.Caller.SendAsync("m", text);
}
