using System.Net;
using System.Net.Sockets;

namespace MultiTransport.AspNetCore.Tests.Wire;

/// <summary>One connection through a <see cref="ByteRelay"/>: what a client really sent, and what it was really sent.</summary>
internal sealed class RelayedConnection(Socket client, Socket server)
{
    private long _up;
    private long _down;

    public long Up => Volatile.Read(ref _up);

    public long Down => Volatile.Read(ref _down);

    /// <summary>The port from which the server sees it come.</summary>
    public int Port { get; } = ((IPEndPoint)server.LocalEndPoint!).Port;

    public async Task RunAsync()
    {
        using (client)
        using (server)
        {
            await Task.WhenAll(
                PumpAsync(client, server, count => Interlocked.Add(ref _up, count)),
                PumpAsync(server, client, count => Interlocked.Add(ref _down, count)));
        }
    }

    private static async Task PumpAsync(Socket from, Socket to, Action<int> counted)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer)) > 0)
            {
                counted(count);
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // A reset on one side is one on the other.
            to.Close(0);
            from.Close(0);
        }
    }
}
