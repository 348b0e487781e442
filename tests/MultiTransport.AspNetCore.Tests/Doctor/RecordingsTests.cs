using System.Text.Json;
using MultiTransport.AspNetCore.Doctor;

namespace MultiTransport.AspNetCore.Tests.Doctor;

/// <summary>
/// What runs on the command line measured through real proxies (nginx 1.22.1, HAProxy 2.6.12, Squid 5.7, Privoxy 3.0.34, e2guardian 5.3.5, ziproxy 3.3.2) and through
/// the fault proxy (files that begin with <c>like-</c>), and what must be concluded from it.
/// </summary>
public sealed class RecordingsTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Doctor", "Recordings");

    [Theory]
    [InlineData("nginx-as-installed", "Impaired", "sse", "Certain", "http-1.0-upstream")]
    [InlineData("nginx-tuned", "Healthy", "websocket", "Certain")]
    [InlineData("nginx-ignores-accel", "Impaired", "longpoll", "Certain", "http-1.0-upstream")]
    [InlineData("haproxy", "Healthy", "websocket", "Likely", "pieces-late")]
    [InlineData("haproxy-silent-drop", "Impaired", "sse", "Likely", "handshake-dropped", "pieces-late")]
    [InlineData("privoxy", "Impaired", "stream", "Likely", "content-filter")]
    [InlineData("e2guardian", "Impaired", "stream", "Likely", "content-filter")]
    [InlineData("ziproxy", "Impaired", "longpoll", "Likely", "compressing-proxy")]
    [InlineData("squid-forward", "Impaired", "sse", "Likely", "handshake-refused")]
    [InlineData("like-direct", "Healthy", "websocket", "Certain")]
    [InlineData("like-upgrade-stripped", "Impaired", "sse", "Certain", "upgrade-removed")]
    [InlineData("like-handshake-403", "Impaired", "sse", "Certain", "handshake-refused")]
    [InlineData("like-swallowed-up", "Impaired", "sse", "Certain", "websocket-swallowed")]
    [InlineData("like-swallowed-down", "Impaired", "sse", "Certain", "websocket-swallowed")]
    [InlineData("like-swallowed-both", "Impaired", "sse", "Certain", "websocket-swallowed")]
    [InlineData("like-all-but-events-held", "Impaired", "sse", "Certain", "upgrade-removed", "only-events-flow")]
    [InlineData("like-get-held", "Impaired", "sse", "Certain", "upgrade-removed", "get-held")]
    [InlineData("like-one-behind", "Impaired", "sse", "Certain", "upgrade-removed", "one-behind")]
    [InlineData("like-buffered", "Impaired", "longpoll", "Likely", "full-buffering", "upgrade-removed")]
    [InlineData("like-cached-by-url", "Impaired", "websocket", "Certain", "cache")]
    [InlineData("like-same-url-coalesced", "Impaired", "sse", "Certain", "upgrade-removed", "cache")]
    [InlineData("like-body-16k", "Impaired", "websocket", "Certain", "body-limit")]
    [InlineData("like-portal-200", "Unreachable", null, "Likely", "portal")]
    [InlineData("like-portal-302", "Unreachable", null, "Likely", "portal")]
    [InlineData("like-proxy-authentication", "Unreachable", null, "Certain", "proxy-authentication")]
    [InlineData("like-down", "Unreachable", null, "Certain", "no-answer")]
    [InlineData("like-satellite", "Healthy", "websocket", "Certain")]
    public void Conclude_FromARecording_NamesTheCulprit(string name, string health, string? transport, string confidence, params string[] culprits)
    {
        var diagnosis = Diagnostician.Conclude(Read(name));

        Assert.Equal(culprits, diagnosis.Culprits.Select(culprit => culprit.Id));
        Assert.Equal((health, transport, confidence), (diagnosis.Health.ToString(), diagnosis.Transport, diagnosis.Confidence.ToString()));
        Assert.All(diagnosis.Culprits, culprit => Assert.NotEmpty(culprit.Evidence));
        Assert.Empty(diagnosis.Unknown);
        Assert.Contains(diagnosis.Sentence, diagnosis.Report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nginx-as-installed", "proxy_http_version 1.1;")]
    [InlineData("nginx-ignores-accel", "proxy_ignore_headers X-Accel-Buffering")]
    [InlineData("haproxy", "option http-no-delay")]
    [InlineData("haproxy-silent-drop", "http-request silent-drop")]
    [InlineData("privoxy", "-filter")]
    [InlineData("e2guardian", "weightedphrasemode = 0")]
    [InlineData("squid-forward", "acl SSL_ports port")]
    public void Conclude_OfAProductItKnows_GivesTheLinesToChange(string name, string line)
    {
        var remedies = Diagnostician.Conclude(Read(name)).Culprits.SelectMany(culprit => culprit.Remedies).ToArray();

        Assert.Contains(remedies, remedy => remedy.Lines.Contains(line, StringComparison.Ordinal));
        Assert.All(remedies, remedy => Assert.NotEmpty(remedy.File));
    }

    [Theory]
    [InlineData("e2guardian", "Accept-Encoding")]
    [InlineData("haproxy", "x-doctor-spelling")]
    [InlineData("squid-forward", "Via")]
    [InlineData("nginx-as-installed", "Connection")]
    public void Conclude_HeadersThatWereAddedOrChanged_AreMarked(string name, string header)
    {
        Assert.Contains(header, Diagnostician.Conclude(Read(name)).Telling);
        Assert.Empty(Diagnostician.Conclude(Read("like-direct")).Telling);
    }

    [Fact]
    public void Recordings_AllOfThem_AreWithinTheLimitsOfWhatIsAccepted() =>
        Assert.All(Directory.GetFiles(Folder), file => Assert.Empty(ObservationFaults.Of(Read(Path.GetFileNameWithoutExtension(file)))));

    private static Observations Read(string name) => JsonSerializer.Deserialize(File.ReadAllText(Path.Combine(Folder, $"{name}.json")), DoctorJson.Default.Observations)!;
}
