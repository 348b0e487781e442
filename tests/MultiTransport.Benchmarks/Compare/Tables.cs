using MultiTransport.Load;

namespace MultiTransport.Benchmarks.Compare;

/// <summary>Markdown tables, so that a run can be pasted as it stands.</summary>
internal static class Tables
{
    private const string None = "-";

    public static void WriteEcho(List<EchoResult> results, Options options)
    {
        Console.WriteLine();
        Console.WriteLine($"### Echo of 64 bytes, {options.Clients} clients, {options.Rounds} rounds of {options.Seconds} s: median (lowest..highest)");
        Console.WriteLine();
        Console.WriteLine("| transport | peer | server CPU us/message | ratio to RAW | of it user | ratio to RAW | allocated B/message | messages/s | server busy | generator busy |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var rows in results.GroupBy(row => (row.Transport, row.Peer)))
        {
            string RatioOf(Func<EchoResult, double> figure) => Ratio(results, rows, row => (row.Transport, row.Peer, row.Round), figure);
            Console.WriteLine(
                $"| {rows.Key.Transport} | {rows.Key.Peer} | {Of(rows, row => row.CpuMicroseconds).WithRange("0.00")} | {RatioOf(row => row.CpuMicroseconds)} " +
                $"| {Of(rows, row => row.UserMicroseconds).MedianOnly("0.00")} | {RatioOf(row => row.UserMicroseconds)} " +
                $"| {Of(rows, row => row.AllocatedBytes).MedianOnly("0")} | {Of(rows, row => row.MessagesPerSecond).MedianOnly("0")} " +
                $"| {Of(rows, row => row.ServerBusy).MedianOnly("0.00")} | {Of(rows, row => row.GeneratorBusy).MedianOnly("0.00")} |");
        }

        foreach (var stale in results.GroupBy(row => (row.Transport, row.Peer)).Where(rows => rows.Any(row => row.StaleAnswers > 0)))
        {
            var share = (double)stale.Sum(row => row.StaleAnswers) / stale.Sum(row => row.Messages);
            Console.WriteLine($"{stale.Key.Transport} {stale.Key.Peer}: {share:P3} of the messages cost an answer \"stale\" (4101).");
        }
    }

    public static void WriteIdle(List<IdleResult> results, Options options)
    {
        Console.WriteLine();
        Console.WriteLine($"### Idle, KiB a session at {options.Sessions} sessions, {options.Rounds} rounds: median (lowest..highest)");
        Console.WriteLine();
        Console.WriteLine("| transport | peer | managed heap after GC | ratio to RAW | RSS after GC | ratio to RAW | RSS before GC | CPU ms/s, quietest second |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var rows in results.GroupBy(row => (row.Transport, row.Peer)))
        {
            string RatioOf(Func<IdleResult, double> figure) => Ratio(results, rows, row => (row.Transport, row.Peer, row.Round), figure);
            Console.WriteLine(
                $"| {rows.Key.Transport} | {rows.Key.Peer} | {Of(rows, row => row.HeapKiB).WithRange("0.0")} | {RatioOf(row => row.HeapKiB)} " +
                $"| {Of(rows, row => row.ResidentKiB).WithRange("0.0")} | {RatioOf(row => row.ResidentKiB)} " +
                $"| {Of(rows, row => row.ResidentBeforeCollectionKiB).MedianOnly("0.0")} | {Of(rows, row => row.CpuMillisecondsPerSecond).MedianOnly("0.0")} |");
        }
    }

    private static Sample Of<T>(IEnumerable<T> rows, Func<T, double> figure) => new(rows.Select(figure));

    /// <summary>Each round's figure over RAW's of the same transport and round.</summary>
    private static string Ratio<T>(
        List<T> all, IEnumerable<T> rows, Func<T, (string Transport, string Peer, int Round)> key, Func<T, double> figure)
    {
        var raw = all.Where(row => key(row).Peer == Dialect.Raw).ToDictionary(key, figure);
        double[] ratios =
        [
            .. rows.Where(row => raw.ContainsKey(key(row) with { Peer = Dialect.Raw }))
                .Select(row => figure(row) / raw[key(row) with { Peer = Dialect.Raw }]),
        ];
        return ratios.Length == 0 ? None : new Sample(ratios).WithRange("0.00");
    }
}
