using System.Net;
using System.Net.Sockets;

namespace MultiTransport.Testing.Tests.Proxy;

/// <summary>Sends back what one connection brings.</summary>
internal sealed class Echo : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Task _running;

    public Echo()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _running = RunAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _running;
    }

    private async Task RunAsync()
    {
        using var socket = await _listener.AcceptAsync();
        await using var stream = new NetworkStream(socket);
        await stream.CopyToAsync(stream);
        socket.Shutdown(SocketShutdown.Send);
    }
}
