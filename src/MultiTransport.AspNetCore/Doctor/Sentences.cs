namespace MultiTransport.AspNetCore.Doctor;

/// <summary>The conclusion in plain words.</summary>
internal static class Sentences
{
    public static string Of(Health health, IReadOnlyList<Culprit> culprits, string? chosen, Readings readings)
    {
        var worst = culprits.FirstOrDefault(static culprit => culprit.Impairs);
        return health switch
        {
            Health.Healthy => $"Nothing stands in the way: WebSocket works both ways. MultiTransport uses `websocket`.{(culprits.Count == 0 ? "" : $" One thing to know: {culprits[0].Sentence}")}",
            Health.Unreachable => worst is null
                ? "Nothing gets through to this server, and it is unknown why."
                : $"{worst.Sentence} Until that changes, nothing works.",
            Health.Unknown => "Nothing was measured, so nothing can be concluded.",
            _ when worst is null => $"{Trouble(readings)}, and it is unknown why. MultiTransport uses `{chosen}`.",
            _ => $"{worst.Sentence} MultiTransport uses `{chosen}`.",
        };
    }

    public static string Say(Confidence confidence) => confidence switch
    {
        Confidence.Certain => "certain",
        Confidence.Likely => "likely",
        Confidence.Possible => "possible",
        _ => "unknown",
    };

    private static string Trouble(Readings readings) => readings.Socket.Verdict == SocketVerdict.Works
        ? "WebSocket works, but held answers do not come as they are sent"
        : "WebSocket does not work on this way";
}
