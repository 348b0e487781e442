using System.Diagnostics;

namespace MultiTransport.Comparison.Commands;

/// <summary>What is going on, on standard error: one line that changes on a terminal, a line a scenario elsewhere.</summary>
internal sealed class RunProgress
{
    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private string _scenario = "";
    private int _length;

    public void Begin(int number, int count, string scenario)
    {
        _scenario = $"[{number}/{count}] {scenario}";
        if (!_isTerminal)
        {
            Console.Error.WriteLine($"{_clock.Elapsed.TotalSeconds,6:0.0} s {_scenario}");
        }

        Say("");
    }

    public void Say(string what)
    {
        if (!_isTerminal)
        {
            return;
        }

        var line = $"{_clock.Elapsed.TotalSeconds,6:0.0} s {_scenario}: {what}";
        line = line.Length > 110 ? line[..110] : line;
        Console.Error.Write("\r" + line.PadRight(_length));
        _length = line.Length;
    }

    public void End()
    {
        if (_isTerminal)
        {
            Console.Error.Write("\r" + new string(' ', _length) + "\r");
        }
    }
}
