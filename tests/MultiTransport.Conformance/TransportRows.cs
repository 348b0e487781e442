using MultiTransport.Testing;

namespace MultiTransport.Conformance;

/// <summary>The transports that every scenario runs against: a new one is a new row.</summary>
public static class TransportRows
{
    public static TheoryData<string> All =>
    [
        TransportName.WebSocket,
        TransportName.Sse,
        TransportName.Stream,
        TransportName.LongPoll,
        TransportName.ShortPoll,
    ];

    /// <summary>Every ordered pair of two, and for those that can be candidates also by probe and promote.</summary>
    public static TheoryData<string, string, bool> Switches
    {
        get
        {
            var rows = new TheoryData<string, string, bool>();
            foreach (var from in TransportName.All)
            {
                foreach (var to in TransportName.All.Where(to => to != from))
                {
                    rows.Add(from, to, false);
                    if (TransportName.IsHeld(to))
                    {
                        rows.Add(from, to, true);
                    }
                }
            }

            return rows;
        }
    }
}
