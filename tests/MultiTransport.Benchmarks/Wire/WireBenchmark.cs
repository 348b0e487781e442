using System.Globalization;

namespace MultiTransport.Benchmarks.Wire;

/// <summary>What wire accounting costs a write: short rounds, interleaved. The fastest of each are compared, since on a shared machine all noise is upwards.</summary>
internal static class WireBenchmark
{
    private const int Writes = 100_000;

    public static async Task RunAsync(int rounds)
    {
        Console.WriteLine($"a connection: {WireCell.ConnectionBytes()} B");
        foreach (var (length, batch) in new[] { (96, 1), (96, 40), (4000, 1) })
        {
            var cells = await WireCell.AllAsync(length);
            for (var round = 0; round <= rounds; round++)
            {
                foreach (var cell in cells)
                {
                    await cell.RunAsync(Writes, batch);
                }

                if (round == 0)
                {
                    Array.ForEach(cells, static cell => cell.Nanoseconds.Clear());
                }
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{length} bytes, flushed, read and consumed {batch} at a time: ns a write, fastest (median) of {rounds} rounds of {Writes:N0}"));
            var off = cells[0].Nanoseconds.Min();
            foreach (var cell in cells)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {cell.Name,-18} {cell.Nanoseconds.Min(),6:F1} ({Median(cell):F1})  {cell.Nanoseconds.Min() - off:+0.0;-0.0}  {cell.Allocated:F2} B allocated"));
            }
        }
    }

    private static double Median(WireCell cell) => cell.Nanoseconds.Order().ElementAt(cell.Nanoseconds.Count / 2);
}
