using System.Globalization;

namespace MultiTransport.AspNetCore.Doctor;

/// <summary>A WebSocket handshake that hangs, or that somebody on the way refuses.</summary>
internal sealed class HandshakeRule : IRule
{
    public Culprit? Judge(Readings readings)
    {
        var evidence = $"WebSocket: {readings.Socket.Evidence}";
        return readings.Socket.Verdict switch
        {
            SocketVerdict.Hangs when readings.Probe?.Server?.Handshake.Arrived != true => new Culprit
            {
                Id = "handshake-dropped",
                Sentence = "A firewall or proxy drops WebSocket handshakes without an answer; they would hang for most of a minute.",
                Confidence = readings.Probe?.Server is null ? Confidence.Possible : Confidence.Likely,
                Evidence = [evidence],
                Remedies = readings.Knows(Product.HAProxy) ? [HAProxyRemedies.Upgrade] : [],
                Side = readings.Knows(Product.HAProxy) ? Side.Server : Side.Unknown,
                Explains = Symptoms.Socket,
            },
            SocketVerdict.Hangs or SocketVerdict.AnswerLost => new Culprit
            {
                Id = "handshake-answer-lost",
                Sentence = "A proxy passes the WebSocket handshake to the server and loses the server's yes: it waits for a whole answer, which a WebSocket never is.",
                Confidence = Confidence.Likely,
                Evidence = [evidence],
                Side = readings.Knows(Product.Caddy) ? Side.Server : Side.Unknown,
                Remedies = readings.Knows(Product.Caddy) ? [ReverseProxyRemedies.Caddy] : [],
                Explains = Symptoms.Socket,
            },
            SocketVerdict.RefusedOnTheWay => Refused(readings, evidence),
            SocketVerdict.RefusedHere when readings is { RewrittenHost: { } host, Probe.Server.Handshake.Answered: 403 } => new Culprit
            {
                Id = "host-rewritten",
                Sentence = "The reverse proxy asks the server under another Host than the browser's, so the server refuses its own pages' WebSockets as strangers'.",
                Confidence = Confidence.Certain,
                Side = Side.Server,
                Evidence = [evidence, $"the browser asked {Target.Of(readings.Observations.Url).Authority}, the server was asked Host: {host}"],
                Remedies = [NginxRemedies.Host, HostRewrittenRule.Allow(readings)],
                Explains = Symptoms.Socket,
            },
            SocketVerdict.RefusedHere => new Culprit
            {
                Id = "handshake-refused-here",
                Sentence = $"This server itself refused the WebSocket ({readings.Probe?.Server?.Handshake.Answered.ToString(CultureInfo.InvariantCulture)}): the origin gate, or too many at once.",
                Confidence = Confidence.Certain,
                Side = Side.Server,
                Evidence = [evidence],
                Explains = Symptoms.Socket,
            },
            _ => null,
        };
    }

    private static Culprit Refused(Readings readings, string evidence)
    {
        var squid = readings.Knows(Product.Squid) || (readings.Probe?.Status == 403 && readings.Observations.Proxy is not null);
        var target = Target.Of(readings.Observations.Url);
        return new Culprit
        {
            Id = "handshake-refused",
            Sentence = squid
                ? "The proxy of this network refuses tunnels to this port, and browsers open a tunnel for every WebSocket."
                : "Something on the way (a firewall, a proxy that does not know WebSockets) refuses WebSocket handshakes; they never reach the server.",
            Confidence = squid ? Confidence.Likely : Confidence.Certain,
            Side = squid ? Side.Visitor : Side.Unknown,
            Evidence = [evidence, .. readings.Products.Where(static each => each.Product == Product.Squid).Select(static each => each.Evidence)],
            Remedies = squid ? [FilterRemedies.SquidConnect(target)] : readings.Knows(Product.HAProxy) ? [HAProxyRemedies.Upgrade] : [],
            Explains = Symptoms.Socket,
        };
    }
}
