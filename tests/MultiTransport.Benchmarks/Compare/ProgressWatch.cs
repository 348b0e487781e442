using System.Diagnostics;
using MultiTransport.Load;

namespace MultiTransport.Benchmarks.Compare;

/// <summary>Finds the client whose echo never comes.</summary>
internal sealed class ProgressWatch(List<EchoLoop> clients, TimeSpan patience)
{
    private readonly int[] _seen = new int[clients.Count];
    private long _since = Stopwatch.GetTimestamp();

    public void Check()
    {
        if (Stopwatch.GetElapsedTime(_since) < patience)
        {
            return;
        }

        _since = Stopwatch.GetTimestamp();
        for (var index = 0; index < _seen.Length; index++)
        {
            var client = clients[index];
            if (client.IsBusy && client.Sent == _seen[index])
            {
                throw new LoadException($"{client.Client.Name}: message {client.Sent} was not echoed or not answered for {patience} ({client.Missing} is missing)");
            }

            _seen[index] = client.Sent;
        }
    }
}
