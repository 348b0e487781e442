using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.Doctor;

/// <summary>A WebSocket, read from both ends.</summary>
internal sealed record SocketReading(SocketVerdict Verdict, string Evidence)
{
    public static SocketReading Of(SocketProbe? probe)
    {
        if (probe is null)
        {
            return new SocketReading(SocketVerdict.Unknown, "was not tried");
        }

        return probe.Opened is null ? ReadUnopened(probe, probe.Server?.Handshake) : ReadOpened(probe, probe.Opened.Value);
    }

    private static SocketReading ReadOpened(SocketProbe probe, double opened)
    {
        var server = probe.Server;
        var heardDown = probe.Greeted is not null || server?.Answered is not null;
        var heardUp = probe.Answered is not null || server?.Greeted is not null;
        var until = probe.GaveUp ?? probe.Ended ?? opened;
        return (heardUp, heardDown) switch
        {
            _ when probe.Answered is not null && probe.Greeted is not null => new(SocketVerdict.Works, $"open after {Ms(opened)}, heard by both sides after {Ms(probe.Answered.Value)}"),
            _ when probe.Ended is { } ended => new(SocketVerdict.Cut, $"open after {Ms(opened)}, ended after {Ms(ended)}{(probe.Code is { } code ? $" with code {code}" : "")}"),
            (false, true) => new(SocketVerdict.UpSwallowed, $"101 after {Ms(opened)}, the server's greeting came, and {(server is null ? "no answer to the client's" : "the server got nothing of what the client sent")} in {Ms(until)}"),
            (true, false) => new(SocketVerdict.DownSwallowed, $"101 after {Ms(opened)}, the server got the client's greeting, and nothing of the server's came in {Ms(until)}"),
            (false, false) => new(SocketVerdict.Swallowed, $"101 after {Ms(opened)}, and then not one message either way in {Ms(until)}"),
            _ => new(SocketVerdict.Unknown, $"open after {Ms(opened)}, and greetings without all of their answers in {Ms(until)}"),
        };
    }

    private static SocketReading ReadUnopened(SocketProbe probe, ArrivedResponse? arrived)
    {
        var status = probe.Status is { } told ? $"status {told}" : "no 101";
        var end = probe.Ended is { } ended ? $"{status} after {Ms(ended)}" : $"no answer in {Ms(probe.GaveUp ?? 0)}";
        if (arrived is null)
        {
            return new(probe.Ended is null && probe.GaveUp is not null ? SocketVerdict.Hangs : SocketVerdict.Unknown, $"{end}; the server could not be asked what arrived");
        }

        if (!arrived.Arrived)
        {
            return new(probe.Ended is null ? SocketVerdict.Hangs : SocketVerdict.RefusedOnTheWay, $"{end}; the handshake never reached the server");
        }

        var saw = $"the server saw {arrived.Method} over {arrived.Protocol}, {Field("Upgrade", arrived.Upgrade)}, {Field("Connection", arrived.Connection)}{(arrived.Key ? "" : ", no Sec-WebSocket-Key")}, and answered {arrived.Answered}";
        var verdict = arrived switch
        {
            { Answered: 101 } => probe.Ended is null ? SocketVerdict.Hangs : SocketVerdict.AnswerLost,
            { Answered: 403 or 429 or 503 } => SocketVerdict.RefusedHere,
            { Upgrade: null } => SocketVerdict.UpgradeGone,
            _ when !NamesUpgrade(arrived.Connection) => SocketVerdict.ConnectionRewritten,
            _ => SocketVerdict.Unknown,
        };
        return new(verdict, $"{end}; {saw}");
    }

    private static bool NamesUpgrade(string? connection) =>
        connection?.Split(',', StringSplitOptions.TrimEntries).Contains("upgrade", StringComparer.OrdinalIgnoreCase) == true;

    private static string Field(string name, string? value) => value is null ? $"no {name}" : $"{name}: {LogText.Clean(value)}";

    private static string Ms(double time) => $"{time:#,0} ms";
}
