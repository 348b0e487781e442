using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MultiTransport.Networks.Tests.Proxies;

/// <summary>The ports of this run by their names, so that one file of configuration can say where another one listens. Each is free when it is first asked for, and no two names have the same.</summary>
internal static class Ports
{
    private static readonly ConcurrentDictionary<string, Lazy<int>> Known = new();
    private static readonly ConcurrentDictionary<int, bool> Given = new(); // whoever was given one may listen there only later

    public static int Of(string name) => Known.GetOrAdd(name, static _ => new Lazy<int>(FindFree)).Value;

    /// <summary>Below those that the system gives to outgoing connections, which could take it meanwhile.</summary>
    private static int FindFree()
    {
        while (true)
        {
            var port = Random.Shared.Next(12_000, 30_000);
            try
            {
                using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
                if (Given.TryAdd(port, true))
                {
                    return port;
                }
            }
            catch (SocketException)
            {
                // taken: another one
            }
        }
    }
}
