namespace MultiTransport.Architecture.Tests;

/// <summary>Options whose documentation the tests make up.</summary>
internal sealed class Sample
{
    public int Bytes { get; set; } = 64 * 1024;

    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(1.5);

    public bool IsOn { get; set; } = true;

    public DayOfWeek Day { get; set; } = DayOfWeek.Friday;

    public IList<string> Names { get; set; } = new[] { "a", "b" };
}
