namespace MultiTransport.Chaos.Faults;

/// <summary>One thing that goes wrong now and then. Its name is how the report counts it.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Nearest">The shortest pause before it comes again.</param>
/// <param name="Farthest">The longest one.</param>
internal abstract record ChaosFault(string Name, TimeSpan Nearest, TimeSpan Farthest)
{
    /// <summary>Strikes, and ends when it is over; how often it hit something.</summary>
    public abstract Task<int> StrikeAsync(Scene scene);

    protected static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
