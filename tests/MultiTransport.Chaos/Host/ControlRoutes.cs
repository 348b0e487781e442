using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MultiTransport.Chaos.Host.Counts;

namespace MultiTransport.Chaos.Host;

/// <summary>What the run asks of its host, beside the sessions: faults of the process, and readings. On loopback, for one run.</summary>
internal static class ControlRoutes
{
    private const int MostNames = 12;

    public static void MapControl(this IEndpointRouteBuilder app, HostLanes lanes, ErrorLog log, Unobserved unobserved, JumpingClock clock)
    {
        app.MapPost("/control/wall", (double seconds) => clock.JumpWall(TimeSpan.FromSeconds(seconds)));
        app.MapPost("/control/monotonic", (double seconds) => clock.JumpMonotonic(TimeSpan.FromSeconds(seconds)));
        app.MapPost("/control/starve", async (double seconds) => (await Starvation.RunAsync(TimeSpan.FromSeconds(seconds))).TotalMilliseconds);
        app.MapPost("/control/garbage", (int megabytes) => Garbage.Make(megabytes));
        app.MapPost("/control/broadcast", (HttpContext _) => lanes.Broadcast(ChaosHost.SdkPath, "to all"u8));
        app.MapGet("/control/reading", (ISessions sessions) => Results.Json(
            new HostReading
            {
                Process = ProcessReading.Take(unobserved),
                Sessions = sessions.Count,
                Lanes = lanes.Count,
                Closes = lanes.Closes,
                Wrongs = lanes.Wrongs.Counts.ToDictionary(static row => row.Key.ToString(), static row => row.Value),
                WrongTexts = lanes.Wrongs.Texts,
                Logged = log.Entries,
                Unobserved = unobserved.Texts,
                Tasks = OpenTasks.Names(MostNames),
            },
            ChaosJson.Options));
    }
}
