using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.Doctor;

/// <summary>The transports, best first, and how each fares by what was measured.</summary>
internal static class Ladder
{
    public static IReadOnlyList<Rung> Of(Readings readings)
    {
        var posts = readings.Posts;
        var polls = posts ? "a POST and its answer come through" : "no POST is answered by this server";
        bool? answers = readings.Echoes.Count == 0 ? null : posts;
        return
        [
            new() { Name = TransportNames.WebSocket, Works = readings.Probe is null ? null : readings.Socket.Verdict == SocketVerdict.Works, Why = readings.Socket.Evidence },
            Streamed(TransportNames.ServerSentEvents, readings, readings.Sse),
            Streamed(TransportNames.Streaming, readings, readings.Octet),
            new() { Name = TransportNames.LongPolling, Works = answers, Why = polls },
            new() { Name = TransportNames.ShortPolling, Works = answers, Why = polls },
        ];
    }

    private static Rung Streamed(string name, Readings readings, StripReading strip)
    {
        var second = readings[StripPlan.SseSecond];
        var isFreed = name == TransportNames.ServerSentEvents && strip.Verdict is StripVerdict.OneBehind or StripVerdict.FirstHeld && second.Works;
        return new Rung
        {
            Name = name,
            Works = strip.Verdict == StripVerdict.Unknown ? null : (strip.Works || isFreed) && readings.Posts, // what goes up goes by POST
            Why = isFreed ? $"with a second small write: {second.Evidence}" : strip.Evidence,
        };
    }
}
