using System.Globalization;
using MultiTransport.Chaos.Checks;
using MultiTransport.Chaos.Lanes;

namespace MultiTransport.Chaos.Runs;

/// <summary>Lets the time of a run pass: quiet moments in equal distances, and a line of progress every minute.</summary>
internal sealed class Watch(World world, HostProcess host, IReadOnlyList<Lane> lanes, TextWriter output)
{
    private const int MostBusyIn = 40;

    private static readonly TimeSpan EbbPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<QuietMoment>> RunAsync(TimeSpan time)
    {
        var moments = new List<QuietMoment>();
        var between = TimeSpan.FromSeconds(Math.Clamp(time.TotalSeconds / 12, 5, 45));
        var start = TimeProvider.System.GetTimestamp();
        var told = TimeSpan.Zero;
        while (TimeProvider.System.GetElapsedTime(start) < time && !host.HasExited)
        {
            await Task.Delay(between, TimeProvider.System);
            var wasQuiet = await world.Tide.EbbAsync(IsQuiet, EbbPatience);
            var reading = await host.ReadAsync();
            moments.Add(new QuietMoment(TimeProvider.System.GetElapsedTime(start).TotalSeconds, wasQuiet, reading.Sessions, reading.Process));
            world.Tide.Flood();
            if (TimeProvider.System.GetElapsedTime(start) - told >= Minute)
            {
                told = TimeProvider.System.GetElapsedTime(start);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{told:h\\:mm\\:ss} {Progress(moments[^1])}"));
                await output.FlushAsync();
            }
        }

        return moments;
    }

    /// <summary>All but some: what was cut without a word takes its heartbeats to find out.</summary>
    private bool IsQuiet() => lanes.Count(static lane => !lane.IsQuiet) <= lanes.Count / MostBusyIn;

    private string Progress(QuietMoment moment) => string.Create(
        CultureInfo.InvariantCulture,
        $"{moment.Sessions} sessions, {world.Messages["sent"]:N0} sent, {world.Messages["acknowledged"]:N0} acknowledged, {world.Messages[$"{ParcelKind.Echo} received"]:N0} echoes; heap {moment.Process.HeapBytes / 1024.0 / 1024:0.0} MiB{(moment.WasQuiet ? "" : " (not quiet)")}, {moment.Process.Timers} timers, {moment.Process.Tasks} tasks; wrong: {world.Wrongs.Counts.Sum(static row => row.Value)}");
}
