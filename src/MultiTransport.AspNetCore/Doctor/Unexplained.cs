namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Says what nobody explains, instead of guessing.</summary>
internal static class Unexplained
{
    public static IEnumerable<string> Of(Readings readings, Symptoms left)
    {
        if (left.HasFlag(Symptoms.Socket))
        {
            yield return $"Why WebSocket does not work: {readings.Socket.Evidence}. No pattern that is known fits.";
        }

        if (left.HasFlag(Symptoms.Events))
        {
            yield return $"What happens to event streams: {readings.Sse.Evidence}. No pattern that is known fits.";
        }

        if (left.HasFlag(Symptoms.Bytes))
        {
            yield return $"What happens to octet streams: {readings.Octet.Evidence}. No pattern that is known fits.";
        }

        if (left.HasFlag(Symptoms.Answers))
        {
            yield return "Why a POST and its answer do not come through.";
        }

        if (readings.Probe is null && readings.Posts)
        {
            yield return "Whether WebSocket works: it was not tried.";
        }
        else if (readings.Probe is { Server: null } && readings.Socket.Verdict != SocketVerdict.Works && readings.Posts)
        {
            yield return "How the WebSocket handshake arrived: the server could not be asked.";
        }

        if (readings.Posts && readings.Sse.Verdict == StripVerdict.Unknown)
        {
            yield return "Whether event streams flow: they were not tried.";
        }
    }
}
