using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Server;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>A cold server is another server: its compiler is at work. What it does here is thrown away.</summary>
internal static class Warm
{
    public static void Up(Lab lab, TimeSpan time)
    {
        const double PerSecond = 2000;
        foreach (var dialect in lab.Dialects)
        {
            lab.Say(dialect.Transport);
            using var cell = lab.NewCell();
            cell.Open(dialect, count: 4, setup => setup with { Path = Endpoints.Echo, PollInterval = TimeSpan.FromMilliseconds(20) });
            cell.Run(new Flow { Up = (long)(PerSecond * time.TotalSeconds / 4), Down = 50, PerSecond = PerSecond / 4, Echoes = true });
        }
    }
}
