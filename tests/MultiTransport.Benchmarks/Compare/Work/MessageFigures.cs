using MultiTransport.Comparison.Peers;

namespace MultiTransport.Benchmarks.Compare.Work;

/// <summary>What a message cost: everything that was spent, by the messages that arrived.</summary>
internal static class MessageFigures
{
    public static (Dictionary<string, double> Figures, string? Limit) Of(PeerResult result)
    {
        var limit = result.Limit ?? (result.Faults > 0 ? $"{result.Faults} messages were missing or came twice" : null);
        return (new Dictionary<string, double>
        {
            [Figure.Cpu] = result.CpuMicroseconds / result.Messages,
            [Figure.UserCpu] = result.Spent.UserMicroseconds / result.Messages,
            [Figure.Allocated] = (double)result.Spent.AllocatedBytes / result.Messages,
            [Figure.Rate] = result.Messages / result.Time.TotalSeconds,
            [Figure.Median] = result.Latency.Milliseconds(50),
            [Figure.Tail] = result.Latency.Milliseconds(99),
            [Figure.Busy] = result.GeneratorBusy,
        }, limit);
    }
}
