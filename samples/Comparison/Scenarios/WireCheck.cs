using MultiTransport.Comparison.Harness;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>The generator counts at its sockets, the server at its own: where they do not agree, one of them is wrong and the report says so.</summary>
internal static class WireCheck
{
    private const double Tolerance = 0.01;

    public static void Note(ResultBook book, CellResult cell, Dialect dialect)
    {
        if (cell.Wire is not { } wire)
        {
            return;
        }

        var server = wire.Total;
        var generator = cell.Traffic.Total;
        if (Math.Abs(server - generator) > generator * Tolerance)
        {
            book.Notes.Add($"{dialect.Transport}: the server's socket counted {server:#,0} bytes, the generator's {generator:#,0}.");
        }
    }
}
