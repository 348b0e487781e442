namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Short exchanges that this server does not answer: nobody does, or somebody else.</summary>
internal sealed class NoAnswerRule : IRule
{
    public Culprit? Judge(Readings readings)
    {
        if (readings.Echoes.Count == 0 || readings.Echoes.Any(static echo => echo.Head is not null || echo.Code is not null))
        {
            return null;
        }

        var echo = readings.Echoes.FirstOrDefault(static each => each.Status is not null) ?? readings.Echoes[0];
        var evidence = echo.Status is { } status
            ? $"{echo.Method} {readings.Observations.Url}: {status} {echo.Type}"
            : $"{echo.Method} {readings.Observations.Url}: {LogText.Clean(echo.Fault ?? "no answer")}{(readings.Observations.Proxy is { } proxy ? $", through the proxy {LogText.Clean(proxy)}" : "")}";
        return Name(echo, readings) with { Evidence = [evidence], Explains = Symptoms.Answers | Symptoms.Socket | Symptoms.Events | Symptoms.Bytes };
    }

    private static Culprit Name(EchoProbe echo, Readings readings) => echo.Status switch
    {
        null when echo.Fault?.Contains("407", StringComparison.Ordinal) == true => AsksForLogin, // the answer was to a CONNECT
        null => new() { Id = "no-answer", Sentence = "Nobody answers at this address.", Confidence = Confidence.Certain },
        407 => AsksForLogin,
        502 or 503 or 504 => new() { Id = "gateway-error", Sentence = $"A gateway answers {echo.Status} in place of the server: it does not reach the server, or the server is down.", Confidence = Confidence.Likely, Side = Side.Server },
        >= 300 and < 400 => new() { Id = "portal", Sentence = "Something on the way redirects instead of this server: a captive portal that wants a login, or the wrong address.", Confidence = Confidence.Likely, Side = Side.Visitor, Remedies = [Portal] },
        200 when echo.Type?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true => new()
        {
            Id = "portal",
            Sentence = "A page answers in place of this server: a captive portal that wants a login, a block page, or the wrong address.",
            Confidence = Confidence.Likely,
            Side = Side.Visitor,
            Remedies = [Portal],
        },
        403 or 451 => new() { Id = "blocked", Sentence = $"Something on the way forbids this address ({echo.Status}).", Confidence = Confidence.Likely, Side = Side.Visitor },
        _ => new() { Id = "foreign-answer", Sentence = $"Something else answers at {LogText.Clean(readings.Observations.Url)}: it is not a MultiTransport doctor.", Confidence = Confidence.Possible },
    };

    private static Culprit AsksForLogin => new()
    {
        Id = "proxy-authentication",
        Sentence = "The proxy of this network asks for a login before it lets anything through.",
        Confidence = Confidence.Certain,
        Side = Side.Visitor,
        Remedies = [new() { Title = "Give the proxy a user", File = "the browser or the environment", Lines = "HTTP_PROXY=http://user:password@proxy.example:3128", Note = "Browsers ask for it themselves; programs take it from the environment." }],
    };

    private static Remedy Portal => new() { Title = "Log in to the network", File = "a browser on this machine", Lines = "http://example.com/", Note = "Any plain http page shows the portal's login. Run the doctor again afterwards." };
}
