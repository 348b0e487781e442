using MultiTransport.Benchmarks.Compare.Work;
using MultiTransport.Load;

namespace MultiTransport.Benchmarks.Compare;

/// <summary>
/// Whether the reference is the one that was measured before: SignalR's CPU as a ratio to RAW's must come out as it did then, within a tenth, or RAW is not
/// what it was and the run says nothing.
/// </summary>
internal static class Validity
{
    private const double Tolerance = 0.10;

    private static readonly Dictionary<(string Work, string Transport), double> SignalRToRaw = new()
    {
        [("echo-50", Dialect.WebSocket)] = 1.43,
        [("echo-50", Dialect.Sse)] = 1.41,
        [("echo-50", Dialect.LongPoll)] = 1.54,
        [("fanout-1000", Dialect.WebSocket)] = 1.33,
        [("fanout-1000", Dialect.Sse)] = 1.59,
        [("fanout-1000", Dialect.LongPoll)] = 1.72,
        [("batched-1000", Dialect.WebSocket)] = 1.38,
        [("batched-1000", Dialect.Sse)] = 2.04,
        [("batched-1000", Dialect.LongPoll)] = 2.80,
        [("fanout-5000", Dialect.WebSocket)] = 1.50,
        [("fanout-5000", Dialect.Sse)] = 1.96,
        [("fanout-5000", Dialect.LongPoll)] = 2.00,
        [("opening", Dialect.WebSocket)] = 2.89,
        [("opening", Dialect.Sse)] = 1.86,
        [("opening", Dialect.LongPoll)] = 3.16,
    };

    public static void Write(List<Outcome> outcomes)
    {
        Console.WriteLine();
        foreach (var cell in outcomes.GroupBy(outcome => (outcome.Work, outcome.Transport)))
        {
            if (SignalRToRaw.TryGetValue(cell.Key, out var known)
                && Tables.RatioOf([.. cell], Dialect.SignalR, Dialect.Raw, Figure.Cpu) is { } ratio)
            {
                var isValid = Math.Abs((ratio.Mean / known) - 1) <= Tolerance;
                Console.WriteLine($"{cell.Key.Transport} {cell.Key.Work}: SignalR to RAW {Tables.Show(ratio)}, known {known:0.00}: {(isValid ? "valid" : "VOID")}");
            }
        }
    }
}
