namespace MultiTransport.AspNetCore.Doctor;

/// <summary>A WebSocket that opens, and then does not carry.</summary>
internal sealed class SwallowRule : IRule
{
    public Culprit? Judge(Readings readings)
    {
        var what = readings.Socket.Verdict switch
        {
            SocketVerdict.UpSwallowed => "lets WebSockets open and swallows what the client sends",
            SocketVerdict.DownSwallowed => "lets WebSockets open and swallows what the server sends",
            SocketVerdict.Swallowed => "lets WebSockets open and then lets nothing through",
            SocketVerdict.Cut => "lets WebSockets open and ends them at once",
            _ => null,
        };
        return what is null ? null : new Culprit
        {
            Id = "websocket-swallowed",
            Sentence = $"Something on the way (an inspecting proxy, a data-loss filter, an antivirus) {what}.",
            Confidence = readings.Probe?.Server is null ? Confidence.Likely : Confidence.Certain,
            Side = Side.Visitor,
            Evidence = [$"WebSocket: {readings.Socket.Evidence}"],
            Remedies = [FilterRemedies.AnyFilter(Target.Of(readings.Observations.Url)) with { Note = "Exempt the host from inspection of WebSockets; or serve it over https, which most of them pass on unread." }],
            Explains = Symptoms.Socket,
        };
    }
}
