namespace MultiTransport.AspNetCore.Doctor;

/// <summary>The WebSocket handshake arrives as a plain request.</summary>
internal sealed class UpgradeRule : IRule
{
    public Culprit? Judge(Readings readings)
    {
        if (readings.Socket.Verdict is not (SocketVerdict.UpgradeGone or SocketVerdict.ConnectionRewritten))
        {
            return null;
        }

        var (known, remedies) = Identify(readings);
        var what = readings.Socket.Verdict == SocketVerdict.UpgradeGone ? "takes Upgrade out of" : "rewrites Connection in";
        return new Culprit
        {
            Id = "upgrade-removed",
            Sentence = $"A proxy{(known is null ? "" : $" ({known.Product})")} {what} WebSocket handshakes, so they arrive as plain requests.",
            Confidence = Confidence.Certain,
            Side = known?.Product.Side ?? Side.Unknown,
            Evidence = [$"WebSocket: {readings.Socket.Evidence}", .. known is null ? [] : new[] { known.Evidence }],
            Remedies = remedies,
            Explains = Symptoms.Socket,
        };
    }

    private static (Recognised? Known, Remedy[] Remedies) Identify(Readings readings)
    {
        foreach (var each in readings.Products)
        {
            Remedy? remedy = each.Product switch
            {
                _ when each.Product == Product.Nginx => NginxRemedies.Upgrade,
                _ when each.Product == Product.HAProxy => HAProxyRemedies.Upgrade,
                _ when each.Product == Product.Apache => ReverseProxyRemedies.Apache,
                _ when each.Product == Product.Varnish => ReverseProxyRemedies.Varnish,
                _ when each.Product == Product.Lighttpd => ReverseProxyRemedies.Lighttpd,
                _ when each.Product == Product.H2o => ReverseProxyRemedies.H2o,
                _ when each.Product == Product.Squid => FilterRemedies.SquidUpgrade,
                _ => null,
            };
            if (remedy is not null)
            {
                return (each, [remedy]);
            }
        }

        return (readings.Products.Count > 0 ? readings.Products[0] : null, []);
    }
}
