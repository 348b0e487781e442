using System.Net;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Harness;

/// <summary>Ends, after a cell, the sessions that its server would keep for clients that come back.</summary>
internal static class Farewells
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void Send(IPEndPoint server, IEnumerable<LoadClient> clients)
    {
        var requests = clients.Select(client => client.Farewell()).OfType<byte[]>().ToList();
        if (requests.Count == 0)
        {
            return;
        }

        using var loop = new EventLoop();
        var answers = 0;
        var traffic = new Traffic();
        ClientSocket? connection = null;
        connection = new ClientSocket(loop, server, "farewell", traffic, new HttpResponses(traffic, (_, _) =>
        {
            answers++;
            Next();
        }));
        Next();
        if (!loop.RunUntil(() => answers == requests.Count, Patience))
        {
            throw new LoadException($"{server}: {answers} of {requests.Count} clients could say farewell, then none for {Patience.TotalSeconds} s.");
        }

        void Next()
        {
            if (answers < requests.Count)
            {
                connection!.SendHead(requests[answers]);
            }
        }
    }
}
