using System.Runtime.CompilerServices;

namespace MultiTransport.AspNetCore;

/// <summary>Collects what is wrong with options, each with its value, what is accepted and where to set it.</summary>
internal sealed class OptionFaults(string where)
{
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> All => _faults;

    public void Range<T>(T value, T least, T most, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            Add(name, $"is {value}; accepted is {least} to {most}");
        }
    }

    public void Add(string name, string fault) => _faults.Add($"{where}: {name[(name.LastIndexOf('.') + 1)..]} {fault}.");
}
