using MultiTransport.AspNetCore.Doctor;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.Tests.Doctor;

/// <summary>Conclusions that no recording shows.</summary>
public sealed class DiagnosticianTests
{
    private static readonly EchoProbe ByGet = new() { Method = "GET", Status = 200, Head = new RequestHead { Protocol = "HTTP/1.1", Headers = [new SeenHeader { Name = "Host", Value = "app.example" }] } };
    private static readonly Observations Fine = new()
    {
        Client = "page",
        Url = "http://app.example/doctor/",
        RoundTrip = 5,
        Echoes = [ByGet, ByGet with { Method = "POST" }],
        WebSocket = new SocketProbe { Opened = 5, Greeted = 6, Answered = 7 },
        Strips = [Strip("sse", 0), Strip("octet", 0), Strip("text-get", 0), Strip("sse-get", 0)],
    };

    private static readonly SocketProbe Failed = new() { Ended = 5, Server = new SocketRecord { Handshake = new ArrivedResponse { Arrived = true, Method = "GET", Protocol = "HTTP/1.1", Answered = 426 } } };

    [Fact]
    public void Conclude_NothingInTheWay_IsHealthyAndCertain()
    {
        var diagnosis = Diagnostician.Conclude(Fine);

        Assert.Equal((Health.Healthy, Confidence.Certain, "websocket"), (diagnosis.Health, diagnosis.Confidence, diagnosis.Transport));
        Assert.Empty(diagnosis.Unknown);
    }

    [Fact]
    public void Conclude_NothingMeasured_IsUnknown()
    {
        var diagnosis = Diagnostician.Conclude(new Observations { Client = "page", Url = "http://app.example/" });

        Assert.Equal((Health.Unknown, Confidence.Unknown, null), (diagnosis.Health, diagnosis.Confidence, diagnosis.Transport));
    }

    [Fact]
    public void Conclude_APatternThatNobodyKnows_SaysUnknownInsteadOfGuessing()
    {
        var odd = Strip("sse", 0) with { Beats = [.. StripPlan.Beats.Select(sent => new Beat { Sent = sent, At = sent < 500 ? sent + 5 : 1900 })] };
        var diagnosis = Diagnostician.Conclude(Fine with { WebSocket = new SocketProbe { Ended = 5 }, Strips = [odd, Strip("octet", 0)] });

        Assert.Empty(diagnosis.Culprits);
        Assert.Equal(Confidence.Unknown, diagnosis.Confidence);
        Assert.Contains("it is unknown why", diagnosis.Sentence, StringComparison.Ordinal);
        Assert.Contains(diagnosis.Unknown, line => line.StartsWith("Why WebSocket does not work", StringComparison.Ordinal));
        Assert.Contains(diagnosis.Unknown, line => line.StartsWith("What happens to event streams", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sse", false)]
    [InlineData("sse octet", true)]
    [InlineData("sse sse-get", true)]
    public void Conclude_HeldAnswersThatAreCut_BlamesNobodyForOne(string cut, bool blames)
    {
        StripProbe[] strips = [.. Fine.Strips.Select(strip => cut.Split(' ').Contains(strip.Name) ? strip with { Complete = false, Beats = [.. strip.Beats.Take(2)], End = 700, Fault = "reset" } : strip)];

        var diagnosis = Diagnostician.Conclude(Fine with { Strips = strips });

        Assert.Equal(blames, diagnosis.Culprits.Any(static culprit => culprit.Id == "streams-cut"));
        Assert.Equal(blames, diagnosis.Unknown.Count == 0);
    }

    [Fact]
    public void Conclude_WhereHttpsWorks_SaysThatSomethingReadsPlainHttp()
    {
        var other = new OtherAddress { Url = "https://app.example/doctor/", Echoes = Fine.Echoes, WebSocket = Fine.WebSocket, Strips = Fine.Strips };

        var diagnosis = Diagnostician.Conclude(Fine with { WebSocket = Failed, Others = [other] });

        Assert.Contains("reads plain http only", Assert.Single(diagnosis.Whereabouts), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "the server's own reverse proxy, and not in the visitor's network")]
    [InlineData(false, "in the visitor's network or machine, not in the server's reverse proxy")]
    public void Conclude_PastTheReverseProxy_SplitsOurSideFromTheirs(bool works, string told)
    {
        var other = new OtherAddress { Url = "http://app.example:5080/doctor/", Echoes = Fine.Echoes, WebSocket = works ? Fine.WebSocket : Failed, Strips = Fine.Strips };

        var diagnosis = Diagnostician.Conclude(Fine with { WebSocket = Failed, Others = [other] });

        Assert.Contains(told, Assert.Single(diagnosis.Whereabouts), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60.0, "nginx, an AWS load balancer", false)]
    [InlineData(50.1, "HAProxy", false)]
    [InlineData(8.0, "shorter than MultiTransport's heartbeat", true)]
    public void Conclude_ASilenceThatWasCut_NamesTheTimerByItsTime(double cut, string told, bool impairs)
    {
        var diagnosis = Diagnostician.Conclude(Fine with { Idles = [new IdleProbe { Way = "websocket", Seconds = 65, Cut = cut, How = "close 1006" }] });

        var culprit = Assert.Single(diagnosis.Culprits);
        Assert.Equal(("idle-timer", impairs), (culprit.Id, culprit.Impairs));
        Assert.Contains(told, culprit.Sentence, StringComparison.Ordinal);
        Assert.Equal(impairs ? Health.Impaired : Health.Healthy, diagnosis.Health);
    }

    [Fact]
    public void Conclude_AGateThatRefusesItsOwnPages_BlamesTheHostThatTheProxySends()
    {
        var refused = new EchoProbe { Method = "POST", Status = 403, Code = "origin-refused", Detail = "Origin http://app.example is not the host 127.0.0.1:5080." };

        var diagnosis = Diagnostician.Conclude(new Observations { Client = "page", Url = Fine.Url, RoundTrip = 5, Echoes = [ByGet, refused], WebSocket = new SocketProbe { Ended = 4 } });

        Assert.Equal("host-rewritten", Assert.Single(diagnosis.Culprits).Id);
        Assert.Contains(diagnosis.Culprits[0].Remedies, remedy => remedy.Lines.Contains("proxy_set_header Host", StringComparison.Ordinal));
        Assert.Contains(diagnosis.Culprits[0].Remedies, remedy => remedy.Lines.Contains("\"http://app.example\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Conclude_AWebSocketRefusedHereBehindARewrittenHost_BlamesTheHost()
    {
        var inner = ByGet with { Head = new RequestHead { Protocol = "HTTP/1.1", Headers = [new SeenHeader { Name = "Host", Value = "127.0.0.1:5080" }] } };
        var refused = new SocketProbe { Ended = 5, Server = new SocketRecord { Handshake = new ArrivedResponse { Arrived = true, Upgrade = "websocket", Connection = "Upgrade", Answered = 403 } } };

        var diagnosis = Diagnostician.Conclude(Fine with { Echoes = [inner, inner with { Method = "POST" }], WebSocket = refused });

        Assert.Equal(("host-rewritten", "sse"), (Assert.Single(diagnosis.Culprits).Id, diagnosis.Transport));
    }

    [Fact]
    public void Conclude_RefusedMethodsAndSizesThatNobodyNeeds_AreNotesOnly()
    {
        var diagnosis = Diagnostician.Conclude(Fine with
        {
            Tries = [new TryProbe { What = "method", Method = "PUT", Status = 403 }, new TryProbe { What = "body", Size = 1_153_024, Status = 413 }, new TryProbe { What = "url", Size = 8000, Status = 414 }],
        });

        Assert.Equal(Health.Healthy, diagnosis.Health);
        Assert.Equal(3, diagnosis.Notes.Count);
    }

    [Fact]
    public void Report_WithMarkupInWhatAClientPosts_KeepsItInItsCell()
    {
        var diagnosis = Diagnostician.Conclude(Fine with { Agent = "a|b`\n# c", Tries = [new TryProbe { What = "body", Size = 1, Fault = "x | y\n| z" }] });

        Assert.Contains("a/b' # c", diagnosis.Report, StringComparison.Ordinal);
        Assert.DoesNotContain("\n# c", diagnosis.Report, StringComparison.Ordinal);
    }

    private static StripProbe Strip(string name, double late) => new()
    {
        Name = name,
        Status = 200,
        Head = 5 + late,
        Complete = true,
        End = 1505,
        Beats = [.. StripPlan.Beats.Select(sent => new Beat { Sent = sent, At = sent + 5 + late })],
    };
}
